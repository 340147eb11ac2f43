package timonier.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import timonier.pods.Part;
import timonier.pods.ResourceType;

/// Fills in what an object of one type leaves out, where the schema alone cannot.
public interface Defaulter extends Part.Extension {

  /// The type of object that it knows.
  ResourceType<?> type();

  /// Fills in.
  void fill(ObjectNode object);
}
