package timonier.apiserver.schema;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import timonier.pods.objects.JsonFormat;

/// Finds fields that a document states twice: a parser keeps only the last.
public final class DuplicateFields {

  /// The most that are reported, as in Kubernetes: their paths may be long.
  private static final int MOST = 100;

  /// The paths of the first such fields, as in `spec.replicas`; empty for a document that is not
  /// JSON.
  public static List<String> in(byte[] json) {
    var found = new ArrayList<String>();
    try (var parser = JsonFormat.mapper().createParser(json)) {
      var seen = new ArrayDeque<Set<String>>();
      for (var token = parser.nextToken();
          token != null && found.size() < MOST;
          token = parser.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          seen.push(new HashSet<>());
        } else if (token == JsonToken.END_OBJECT) {
          seen.pop();
        } else if (token == JsonToken.FIELD_NAME && !seen.element().add(parser.currentName())) {
          found.add(path(parser));
        }
      }
    } catch (com.fasterxml.jackson.core.JsonProcessingException _) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static String path(JsonParser parser) {
    var pointer = parser.getParsingContext().pathAsPointer().toString().substring(1);
    return pointer.replaceAll("/(\\d+)", "[$1]").replace('/', '.').replace("~1", "/");
  }

  private DuplicateFields() {}
}
