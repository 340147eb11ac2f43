package timonier.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import timonier.pods.JsonFormat;

/// The pod that is talked to.
final class Runner {

  static final String NAMESPACE = Place.NAMESPACES.getFirst();
  static final String COLLECTION = "/api/v1/namespaces/" + NAMESPACE + "/pods";
  static final String PATH = COLLECTION + "/runner";

  static JsonNode document() {
    return JsonFormat.parse(
        """
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "runner"},
         "spec": {"terminationGracePeriodSeconds": 0,
                  "containers": [{"name": "main", "image": "web", "ports": [{"containerPort": 8080}]}]}}
        """
            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private Runner() {}
}
