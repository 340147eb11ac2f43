package timonier.apiserver.versions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import timonier.pods.objects.Status;

/// Converts objects between the stored version and another. `apiVersion`, `kind` and metadata that
/// all kinds share are left as they are.
interface Conversion {

  /// Returns the object in the second version.
  ///
  /// @param stored the object in the stored version; may be changed
  ObjectNode read(ObjectNode stored);

  /// Returns the object in the stored version.
  ///
  /// @param served the object in the second version; may be changed
  ObjectNode write(ObjectNode served);

  /// Checks the rules that only this version has.
  ///
  /// @param causes what breaks the rules of the stored version
  /// @param object the object in the stored version
  /// @param old the object before, in the stored version; empty for a creation
  /// @return all causes, with the names of fields that messages use
  default List<Status.Cause> judge(
      List<Status.Cause> causes, ObjectNode object, Optional<ObjectNode> old) {
    return causes;
  }
}
