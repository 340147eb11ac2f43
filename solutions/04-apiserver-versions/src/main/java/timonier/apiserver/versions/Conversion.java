package timonier.apiserver.versions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import timonier.pods.Status;

/// Makes the form that one version gives an object of the form that another gives it. What stands
/// in every object, `apiVersion`, `kind` and most metadata, is not its affair.
interface Conversion {

  /// The second form of an object.
  ///
  /// @param stored the object in the stored form, which may be changed
  ObjectNode read(ObjectNode stored);

  /// The stored form of an object.
  ///
  /// @param served the object in the second form, which may be changed
  ObjectNode write(ObjectNode served);

  /// What this version demands beyond the rules of the stored one, which were asked first.
  ///
  /// @param causes what those found wrong
  /// @param object the object in the stored form
  /// @param old the object before, in the same form; empty for a creation
  /// @return all that is wrong, each field by the name that messages give it
  default List<Status.Cause> judge(
      List<Status.Cause> causes, ObjectNode object, Optional<ObjectNode> old) {
    return causes;
  }
}
