package timonier.assembly;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import timonier.client.Patch;
import timonier.deployments.Deployment;
import timonier.pods.objects.Json;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.ObjectKey;
import timonier.simulation.SimulatedCluster;

/// The deployment that simulated clusters roll out.
final class WebDeployment {

  static final ObjectKey KEY = new ObjectKey("default", "web");

  /// An object, from its document.
  static Json json(String text) {
    return Json.of(JsonFormat.parse(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// Gives its container another image, as a user would.
  static void image(SimulatedCluster cluster, String image) {
    var body = JsonNodeFactory.instance.objectNode();
    body.withObject("/spec/template/spec")
        .putArray("containers")
        .addObject()
        .put("name", "web")
        .put("image", image);
    cluster
        .simulation()
        .call(() -> cluster.admin().patch(Deployment.TYPE, KEY, Patch.strategic(body)));
  }

  private WebDeployment() {}
}
