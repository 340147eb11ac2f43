package timonier.apiserver.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;
import timonier.apiserver.extensions.Slice;
import timonier.apiserver.extensions.Subresource;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.schema.Scale;
import timonier.apiserver.validation.Validation;
import timonier.pods.objects.JsonFormat;

/// The subresource `scale`: the number of replicas, in a form that all kinds share.
public final class ReplicaScale {

  private static final String NAME = "scale";

  private static final Slice REPLICAS = new Slice(NAME, (_, wanted) -> wanted, true, true);

  public static final Subresource SUBRESOURCE =
      Subresource.of(NAME, "autoscaling", "v1", "Scale")
          .on("GET", call -> answer(call.object()))
          .on(
              "PUT",
              call -> {
                var scale = call.document();
                return write(call, _ -> scale);
              })
          .on("PATCH", call -> write(call, call.patch()));

  /// Writes the number of replicas that a `Scale` asks for.
  private static ApiResponse write(Subresource.Call call, UnaryOperator<ObjectNode> change) {
    var written =
        call.update(
            REPLICAS,
            object -> {
              var scale = change.apply(Scale.of(object));
              Validation.scaled(call.key().name(), scale);
              return Scale.put(object, scale);
            });
    return answer(written);
  }

  private static ApiResponse answer(ObjectNode object) {
    return ApiResponse.json(200, JsonFormat.bytes(Scale.of(object)));
  }

  private ReplicaScale() {}
}
