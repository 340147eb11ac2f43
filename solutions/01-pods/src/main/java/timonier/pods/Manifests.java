package timonier.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Objects as people write them down: YAML or JSON, one document or many.
public final class Manifests {

  /// The documents of a manifest, in order; empty ones are passed over.
  ///
  /// @throws IllegalArgumentException if the text is neither YAML nor JSON, or a document of it is
  ///   not an object; the message says where
  public static List<ObjectNode> read(String text) {
    var mapper = new YAMLMapper();
    var documents = new ArrayList<ObjectNode>();
    try (var values = mapper.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      while (values.hasNextValue()) {
        add(values.nextValue(), documents);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    return documents;
  }

  private static void add(JsonNode document, List<ObjectNode> documents) {
    if (document instanceof ObjectNode object) {
      documents.add(object);
    } else if (!document.isNull() && !document.isMissingNode()) {
      throw new IllegalArgumentException(
          "expected an object with apiVersion and kind, but found " + document);
    }
  }

  private Manifests() {}
}
