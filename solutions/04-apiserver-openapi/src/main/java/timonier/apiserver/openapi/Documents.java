package timonier.apiserver.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import timonier.pods.objects.JsonFormat;

/// The documents that describe the server, each made when it is first asked for.
public final class Documents {

  /// The release of Kubernetes whose API is served.
  public static final String RELEASE = "v1.36.4+timonier";

  private static final String JSON = "application/json";

  /// Clients ask for it with `@` before `v1.0`, but cannot parse that in an answer.
  private static final String GNOSTIC =
      "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

  /// What kubectl lists when it meets a kind that it does not know.
  private static final String CUSTOM_TYPES =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

  private static final List<String> PATHS =
      List.of(
          "/healthz", "/livez", "/metrics", "/openapi/v2", "/openapi/v3", "/readyz", "/version");

  /// What stands for a commit: clients expect forty hexadecimal digits.
  private static final String COMMIT = "0".repeat(40);

  private final Discovery discovery;
  private final OpenApi openApi;
  private final Map<String, Document> made = new ConcurrentHashMap<>();

  /// The documents of a server that serves some types of objects.
  public Documents(List<DescribedType> types) {
    this.discovery = new Discovery(types);
    this.openApi = new OpenApi(types);
  }

  /// A document.
  ///
  /// @param contentType its media type
  /// @param body its bytes
  /// @param etag changes whenever the document does; empty for none
  public record Document(String contentType, byte[] body, String etag) {}

  /// The document at a path, in the form that a client accepts.
  public Optional<Document> at(String path, String accept) {
    if (path.equals("/healthz") || path.equals("/livez") || path.equals("/readyz")) {
      return Optional.of(new Document("text/plain; charset=utf-8", bytes("ok"), ""));
    }
    if (path.contains("#")) {
      return Optional.empty(); // it tells the forms of a document apart, and stands in no path
    }
    if (path.length() > 1 && path.endsWith("/")) {
      return at(path.substring(0, path.length() - 1), accept);
    }
    var key = path + form(path, accept);
    var known = made.get(key);
    if (known != null) {
      return Optional.of(known);
    }
    var document = make(key);
    document.ifPresent(found -> made.put(key, found));
    return document;
  }

  /// What tells the forms of a document apart; empty for the one that everybody understands.
  private static String form(String path, String accept) {
    return switch (path) {
      case "/openapi/v2" -> accept.contains("proto-openapi") ? "#pb" : "";
      case "/api", "/apis" ->
          AggregatedDiscovery.wanted(accept).map(version -> "#" + version).orElse("");
      default -> "";
    };
  }

  private Optional<Document> make(String path) {
    return switch (path) {
      case "/" -> json(paths());
      case "/version" -> json(version());
      case CUSTOM_TYPES -> json(noCustomTypes());
      case "/openapi/v2" -> json(openApi.version2());
      case "/openapi/v2#pb" -> Optional.of(tagged(GNOSTIC, Gnostic.encode(openApi.version2())));
      case "/openapi/v3" -> json(openApi.index());
      case String below when below.startsWith("/openapi/v3/") ->
          openApi.version3(below.substring("/openapi/v3/".length())).flatMap(Documents::json);
      case String all when all.startsWith("/api") && all.contains("#") ->
          Optional.of(aggregated(all.split("#", 2)));
      default -> discovery.at(path).flatMap(Documents::json);
    };
  }

  private Document aggregated(String... pathAndVersion) {
    var document = discovery.aggregated(pathAndVersion[0], pathAndVersion[1]);
    return tagged(AggregatedDiscovery.mediaType(pathAndVersion[1]), JsonFormat.bytes(document));
  }

  private static Optional<Document> json(ObjectNode tree) {
    return Optional.of(tagged(JSON, JsonFormat.bytes(tree)));
  }

  private static Document tagged(String contentType, byte[] body) {
    var crc = new CRC32C();
    crc.update(body);
    return new Document(contentType, body, "\"%08X%X\"".formatted(crc.getValue(), body.length));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Nobody can define types here yet, so there are none; a client that tries to is refused.
  private static ObjectNode noCustomTypes() {
    var list = JsonFormat.mapper().createObjectNode();
    list.put("kind", "CustomResourceDefinitionList").put("apiVersion", "apiextensions.k8s.io/v1");
    list.putObject("metadata").put("resourceVersion", "1");
    list.putArray("items");
    return list;
  }

  /// All paths that can be read without knowing any object.
  private ObjectNode paths() {
    var paths = new TreeSet<>(discovery.paths());
    paths.addAll(PATHS);
    var document = JsonFormat.mapper().createObjectNode();
    paths.forEach(document.putArray("paths")::add);
    return document;
  }

  private static ObjectNode version() {
    return JsonFormat.mapper()
        .createObjectNode()
        .put("major", "1")
        .put("minor", "36")
        .put("gitVersion", RELEASE)
        .put("gitCommit", COMMIT)
        .put("gitTreeState", "clean")
        .put("buildDate", "2026-01-01T00:00:00Z")
        .put("goVersion", "")
        .put("compiler", "javac")
        .put("platform", "java/25");
  }
}
