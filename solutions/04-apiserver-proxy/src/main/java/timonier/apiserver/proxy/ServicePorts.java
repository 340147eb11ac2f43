package timonier.apiserver.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import timonier.apiserver.extensions.Subresource.Call;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.ObjectKey;

/// Finds a pod behind a service that is ready, and the port on which it answers.
final class ServicePorts {

  /// A pod, and where it listens.
  private record Endpoint(ObjectNode pod, int port) {}

  /// Any of the pods that are ready to answer on the port of a service that a request names, by its
  /// name or number; without either, the port that has no name.
  ///
  /// @throws ApiException 503 if there is no such port, or no pod that is ready
  static Destination destination(Call call, ProxyName name) {
    var port = portName(call.object(), name);
    var subsets = fromAny(endpoints(call).path("subsets"), call.server().loop().random());
    if (subsets.isEmpty()) {
      throw unavailable(name.name());
    }
    for (var subset : subsets) {
      var found = ready(call, subset, port);
      if (found.isPresent()) {
        var endpoint = found.get();
        return PodDestinations.at(call, endpoint.pod(), endpoint.port(), name.isSecure());
      }
    }
    throw unavailable(name.toString());
  }

  private static ApiException unavailable(String service) {
    return Destination.unavailable("no endpoints available for service \"" + service + "\"");
  }

  /// A port that is asked for by its number is found by its name from there on.
  private static String portName(ObjectNode service, ProxyName name) {
    if (!name.port().matches("\\d{1,9}")) {
      return name.port();
    }
    var number = Integer.parseInt(name.port());
    for (var port : service.at("/spec/ports")) {
      if (port.path("port").asInt() == number) {
        return port.path("name").asText("");
      }
    }
    throw Destination.unavailable(
        "no service port %d found for service \"%s\"".formatted(number, name.name()));
  }

  private static ObjectNode endpoints(Call call) {
    return call.object(ApiServerPart.ENDPOINTS, call.key());
  }

  private static Optional<Endpoint> ready(Call call, JsonNode subset, String portName) {
    for (var port : subset.path("ports")) {
      if (port.path("name").asText("").equals(portName)) {
        for (var address : fromAny(subset.path("addresses"), call.server().loop().random())) {
          var pod = pod(call, address);
          if (pod.isPresent()) {
            return Optional.of(new Endpoint(pod.get(), port.path("port").asInt()));
          }
        }
      }
    }
    return Optional.empty();
  }

  /// The pod at an address. Other addresses are refused: users who may write endpoints could
  /// otherwise reach any address of the server's network.
  private static Optional<ObjectNode> pod(Call call, JsonNode address) {
    var reference = address.path("targetRef");
    var key = new ObjectKey(call.key().namespace(), reference.path("name").asText(""));
    if (!reference.path("kind").asText().equals("Pod")
        || !reference.path("namespace").asText().equals(key.namespace())) {
      return Optional.empty();
    }
    try {
      var pod = call.object(ResourceTypes.PODS, key);
      return Optional.of(pod)
          .filter(found -> found.at("/status/podIP").asText().equals(address.path("ip").asText()));
    } catch (ApiException gone) {
      if (gone.is("NotFound")) {
        return Optional.empty();
      }
      throw gone;
    }
  }

  /// The elements of a list, beginning at any of them.
  private static List<JsonNode> fromAny(JsonNode list, RandomGenerator random) {
    var all = new ArrayList<JsonNode>();
    list.forEach(all::add);
    if (!all.isEmpty()) {
      Collections.rotate(all, random.nextInt(all.size()));
    }
    return all;
  }

  private ServicePorts() {}
}
