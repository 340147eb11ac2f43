package timonier.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import timonier.pods.Part;
import timonier.pods.ResourceType;
import timonier.pods.Status;

/// Finds what is wrong with an object of one type, where the schema alone cannot.
public interface Validator extends Part.Extension {

  /// The type of object that it knows.
  ResourceType<?> type();

  /// All that is wrong; empty if the object may be stored.
  ///
  /// @param old the object before; empty for a creation
  List<Status.Cause> errors(ObjectNode object, Optional<ObjectNode> old);
}
