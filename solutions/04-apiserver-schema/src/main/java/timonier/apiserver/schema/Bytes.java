package timonier.apiserver.schema;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import timonier.pods.objects.JsonFormat;

/// Looks into bytes without making a tree of them.
public final class Bytes {

  /// Whether `bytes` hold `wanted` somewhere.
  public static boolean contains(byte[] bytes, byte[] wanted) {
    if (wanted.length == 0) {
      return true;
    }
    for (var at = 0; at <= bytes.length - wanted.length; at++) {
      if (bytes[at] == wanted[0]
          && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
  }

  /// The text of a field within fields of a JSON object; empty if there is none.
  ///
  /// @param path the names of the fields, the outermost first
  public static String text(byte[] json, String... path) {
    try (var parser = JsonFormat.mapper().createParser(json)) {
      parser.nextToken();
      for (var field : path) {
        if (!enter(parser, field)) {
          return "";
        }
      }
      return parser.getValueAsString("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Goes on to the value of a field of the object that begins here; false if it has none.
  private static boolean enter(JsonParser parser, String field) throws IOException {
    if (!parser.hasToken(JsonToken.START_OBJECT)) {
      return false;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var found = parser.currentName().equals(field);
      parser.nextToken();
      if (found) {
        return true;
      }
      parser.skipChildren();
    }
    return false;
  }

  private Bytes() {}
}
