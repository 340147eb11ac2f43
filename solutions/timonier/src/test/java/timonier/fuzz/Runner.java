package timonier.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import timonier.pods.objects.JsonFormat;

/// A pod for streams: one in each namespace, each on a node of its own.
record Runner(String namespace) {

  static final String NAME = "runner";

  String collection() {
    return "/api/v1/namespaces/" + namespace + "/pods";
  }

  String path() {
    return collection() + "/" + NAME;
  }

  JsonNode document() {
    var node = "node-" + (1 + Place.NAMESPACES.indexOf(namespace));
    return JsonFormat.parse(
        """
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "%s"},
         "spec": {"terminationGracePeriodSeconds": 0, "nodeName": "%s",
                  "containers": [
                    {"name": "main", "image": "web", "ports": [{"containerPort": 8080}]}]}}
        """
            .formatted(NAME, node)
            .getBytes(StandardCharsets.UTF_8));
  }
}
