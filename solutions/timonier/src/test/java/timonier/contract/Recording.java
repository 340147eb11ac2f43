package timonier.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import timonier.kit.certificates.CertificateAuthority;
import timonier.kit.certificates.Pem;
import timonier.pods.objects.JsonFormat;

/// Reads the recordings, line by line.
public final class Recording {

  /// A valid object that was changed in small steps.
  ///
  /// @param name its name in the recording
  /// @param path of its collection
  /// @param isUpdated whether it was also created and then updated
  /// @param object the object
  public record Base(String name, String path, boolean isUpdated, ObjectNode object) {}

  /// The objects that were changed, by name.
  public static Map<String, Base> bases() {
    var bases = new LinkedHashMap<String, Base>();
    for (var line : lines("bases.jsonl")) {
      var name = line.path("base").asText();
      var path = line.path("path").asText();
      var object = (ObjectNode) line.path("object");
      if (object.at("/spec/request") instanceof TextNode) {
        object.withObject("/spec").put("request", request());
      }
      bases.put(name, new Base(name, path, line.path("update").asBoolean(), object));
    }
    return bases;
  }

  /// A request for a certificate; each recording had its own.
  private static String request() {
    var pair = CertificateAuthority.newKey();
    var request = CertificateAuthority.request(pair, "u", List.of(), List.of());
    var pem = Pem.block("CERTIFICATE REQUEST", request);
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
  }

  /// The lines of a file of JSON, compressed or not.
  public static List<JsonNode> lines(String name) {
    try (var stream = Objects.requireNonNull(Recording.class.getResourceAsStream(name), name);
        var reader =
            new BufferedReader(
                new InputStreamReader(plain(name, stream), StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .map(line -> JsonFormat.parse(line.getBytes(StandardCharsets.UTF_8)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream plain(String name, InputStream stream) throws IOException {
    return name.endsWith(".gz") ? new GZIPInputStream(stream) : stream;
  }

  private Recording() {}
}
