package timonier.apiserver.validation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import timonier.apiserver.schema.Kinds.Kind;

/// The volumes that the claims of a StatefulSet become in its pods, which may mount them.
final class ClaimVolumes {

  /// A StatefulSet with its claims among the volumes of its template, in place of those of the same
  /// name; any other object as it is.
  static ObjectNode among(Kind kind, ObjectNode object) {
    var claims = object.path("spec").path("volumeClaimTemplates");
    var set = object.path("metadata").path("name").asText("");
    var isStateful = kind.group().equals("apps") && kind.kind().equals("StatefulSet");
    if (!isStateful || claims.isEmpty()) {
      return object;
    }
    var result = object.deepCopy();
    var volumes = result.withArray("/spec/template/spec/volumes");
    for (var claim : claims) {
      var name = claim.path("metadata").path("name").asText("");
      var volume = JsonNodeFactory.instance.objectNode().put("name", name);
      volume.putObject("persistentVolumeClaim").put("claimName", name + "-" + set + "-0");
      var place = 0;
      while (place < volumes.size() && !volumes.get(place).path("name").asText().equals(name)) {
        place++;
      }
      if (place < volumes.size()) {
        volumes.set(place, volume);
      } else {
        volumes.add(volume);
      }
    }
    return result;
  }

  private ClaimVolumes() {}
}
