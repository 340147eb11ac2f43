package timonier.pods;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/// Objects as people write them down: YAML or JSON, one document or many.
public final class Manifests {

  private static final ObjectReader JSON = new ObjectMapper().readerFor(JsonNode.class);
  private static final Pattern LIKE_JSON = Pattern.compile("\\s*\\{\\s*\"");

  private static final Pattern SEPARATOR = Pattern.compile("---(\\s.*)?");
  private static final int SEPARATOR_LENGTH = 3;
  private static final Pattern SAYS_NOTHING = Pattern.compile("\\s*(#.*)?|%.*");

  /// One document of a manifest.
  ///
  /// @param number counts the documents that say something, from 1
  /// @param line the line of the manifest on which its text begins, from 1
  /// @param text what it says
  record Document(int number, int line, String text) {}

  /// The objects of a manifest, in order: one of each document, or those in it if it is a list.
  ///
  /// Empty documents are passed over. A document is a list if its kind ends in `List` and it has
  /// `items`; such lists may be in lists.
  ///
  /// @throws IllegalArgumentException if the text is neither YAML nor JSON, or something in it is
  ///   not an object; the message names document and line
  public static List<ObjectNode> read(String text) {
    var objects = new ArrayList<ObjectNode>();
    for (var document : split(text)) {
      for (var value : values(document)) {
        add(value, document, objects);
      }
    }
    return objects;
  }

  /// JSON comes first, because it may be indented with tabs, and in a stream of objects.
  private static List<JsonNode> values(Document document) {
    var looksLikeJson = LIKE_JSON.matcher(document.text()).lookingAt();
    if (looksLikeJson) {
      try (var values = JSON.<JsonNode>readValues(document.text())) {
        return values.readAll();
      } catch (JsonProcessingException e) {
        throw refused(document, e.getLocation().getLineNr(), e.getOriginalMessage(), e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    try {
      return YamlDocument.read(document.text());
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      var message = e.getProblem() == null ? e.getContext() : e.getProblem();
      throw refused(document, mark == null ? 1 : mark.getLine() + 1, message, e);
    } catch (YAMLException | IllegalArgumentException e) {
      throw refused(document, 1, e.getMessage(), e);
    }
  }

  private static IllegalArgumentException refused(
      Document document, int line, @Nullable String why, Exception cause) {
    return new IllegalArgumentException(
        "document %d, line %d: %s".formatted(document.number(), document.line() + line - 1, why),
        cause);
  }

  private static void add(JsonNode value, Document document, List<ObjectNode> objects) {
    if (value instanceof ObjectNode object) {
      if (object.path("kind").asText().endsWith("List") && object.path("items").isArray()) {
        object.path("items").forEach(item -> add(item, document, objects));
      } else {
        objects.add(object);
      }
    } else if (!value.isNull()) {
      throw new IllegalArgumentException(
          "document %d, line %d: expected an object with apiVersion and kind, but found %s"
              .formatted(document.number(), document.line(), value));
    }
  }

  /// Takes a manifest apart into its documents.
  ///
  /// A line that is `---`, or begins with `---` and white space, begins a new document, to which
  /// the rest of that line belongs (YAML 1.2, section 9.1.2). A document that has only blank lines,
  /// comments (`#`) and directives (`%`) says nothing and is passed over.
  ///
  /// @exercise 01-8 Find the documents of a manifest, and the line on which each begins.
  static List<Document> split(String text) {
    var documents = new ArrayList<Document>();
    var part = new ArrayList<String>();
    var begin = 1;
    var number = 1;
    for (var line : text.lines().toList()) {
      var isSeparator = SEPARATOR.matcher(line).matches();
      if (isSeparator) {
        end(part, begin, documents);
        part.clear();
        begin = number;
      }
      part.add(isSeparator ? line.substring(SEPARATOR_LENGTH) : line);
      number++;
    }
    end(part, begin, documents);
    return documents;
  }

  /// @answer 01-8
  private static void end(List<String> lines, int begin, List<Document> documents) {
    if (lines.stream().anyMatch(line -> !SAYS_NOTHING.matcher(line).matches())) {
      documents.add(new Document(documents.size() + 1, begin, String.join("\n", lines)));
    }
  }

  private Manifests() {}
}
