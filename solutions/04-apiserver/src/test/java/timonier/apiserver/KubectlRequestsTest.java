package timonier.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.RequestPath;
import timonier.pods.objects.JsonFormat;

/// Every request that two releases of kubectl were seen to send, for the types served here: the
/// answer has the status and the kind that a real server gave.
///
/// Each row stands for itself: what it needs to exist is made first, and what it needs to be
/// missing is removed. A body that was not recorded whole is replaced by one of the same sort.
class KubectlRequestsTest {

  private static final List<String> COMMANDS =
      List.of(
          "version",
          "api-versions",
          "get",
          "describe",
          "apply",
          "diff",
          "create",
          "edit",
          "patch",
          "label",
          "annotate",
          "scale",
          "rollout",
          "delete",
          "wait",
          "cordon",
          "uncordon",
          "taint",
          "drain",
          "run",
          "logs",
          "cluster-info",
          "expose",
          "set",
          "replace");

  private static final String TABLE =
      "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;"
          + "g=meta.k8s.io,application/json";

  private static final Pattern VERSION = Pattern.compile("\"resourceVersion\":\"\\d+\"");

  private final TestServer server = new TestServer();

  /// One request and the answer's status.
  private record Row(
      String release,
      String command,
      String method,
      String uri,
      int status,
      String accept,
      String contentType,
      String body) {

    /// Whether it asks for a document about the server. The recorded server was too old to have the
    /// third form of OpenAPI.
    boolean isDocument() {
      return uri.startsWith("/version")
          || uri.startsWith("/healthz")
          || uri.startsWith("/openapi/v2");
    }

    String path() {
      return uri.split("\\?", 2)[0];
    }

    boolean isWatch() {
      return uri.contains("watch=true");
    }

    /// Tokens come with a later stratum, the recorded server did not know slices yet, and logs need
    /// a node to ask. Whether the row's answer must be ours too: that server was older and did not
    /// serve every kind, so kubectl got 404 when it wanted to create one.
    boolean isComparable() {
      var isUnserved = method.equals("POST") && status == 404;
      return !isUnserved
          && COMMANDS.contains(command.split(" ", 2)[0])
          && (uri.startsWith("/api/v1/") || uri.startsWith("/apis/"))
          && !uri.contains("/endpointslices")
          && !path().endsWith("/log")
          && !command.startsWith("create token");
    }

    @Override
    public String toString() {
      return "%s %s: %s %s".formatted(release, command, method, uri);
    }
  }

  private static List<Row> rows(String release) throws IOException {
    var name = "kubectl-requests-" + release + ".tsv";
    try (var in = KubectlRequestsTest.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is missing");
      }
      var rows = new ArrayList<Row>();
      for (var line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        var cells = line.split("\t", -1);
        if (cells.length > 6 && cells[4].matches("\\d+")) {
          rows.add(row(release, cells));
        }
      }
      return rows;
    }
  }

  private static Row row(String release, String[] cells) {
    var uri =
        cells[3]
            .replace("{pod}", "web-1")
            .replace("{rs}", "web-rs")
            .replaceAll("[&?]continue=TOKEN", "")
            .replace("timeoutSeconds=N", "timeoutSeconds=5")
            .replaceAll("resourceVersion=N", "resourceVersion=1");
    var body = cells.length > 9 ? cells[9].replace("{pod}", "web-1") : "";
    return new Row(
        release, cells[0], cells[2], uri, Integer.parseInt(cells[4]), cells[5], cells[6], body);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void most_recorded_requests_are_compared() throws Exception {
    assertThat(served("1.20").count()).isGreaterThan(80);
    assertThat(served("1.32").count()).isGreaterThan(100);
  }

  @TestFactory
  Stream<DynamicTest> kubectl_1_20_gets_the_recorded_answer() throws Exception {
    return served("1.20").map(row -> DynamicTest.dynamicTest(row.toString(), () -> replay(row)));
  }

  @TestFactory
  Stream<DynamicTest> kubectl_1_32_gets_the_recorded_answer() throws Exception {
    return served("1.32").map(row -> DynamicTest.dynamicTest(row.toString(), () -> replay(row)));
  }

  private Stream<Row> served(String release) throws IOException {
    return rows(release).stream()
        .filter(Row::isComparable)
        .filter(row -> isServed(row.path()) && !isOfUnknownType(row));
  }

  @TestFactory
  Stream<DynamicTest> documents_have_the_recorded_status() throws Exception {
    return Stream.concat(rows("1.20").stream(), rows("1.32").stream())
        .filter(Row::isDocument)
        .map(row -> DynamicTest.dynamicTest(row.toString(), () -> replayDocument(row)));
  }

  private void replayDocument(Row row) {
    var accept = row.accept().equals("json,*") ? "application/json, */*" : row.accept();
    var request = server.request("GET", row.uri()).withHeader("accept", accept);
    var first = server.server.call(request);
    assertThat(first.code()).isEqualTo(200);
    assertThat(first.body()).isNotEmpty();
    if (row.status() == 304) {
      var again = request.withHeader("if-none-match", first.headers().getOrDefault("etag", ""));
      assertThat(server.server.call(again).code()).isEqualTo(304);
    }
  }

  /// Whether the recorded server did not serve the type of what it was to make.
  private static boolean isOfUnknownType(Row row) {
    return row.status() == 404
        && row.method().equals("POST")
        && RequestPath.parse(row.path()).name().isEmpty();
  }

  private boolean isServed(String path) {
    return server.call("GET", collection(path)).code() == 200;
  }

  /// The path of the collection that an object or a subresource belongs to.
  private static String collection(String path) {
    var parsed = RequestPath.parse(path);
    var tail =
        (parsed.name().isEmpty() ? "" : "/" + parsed.name())
            + (parsed.subresource().isEmpty() ? "" : "/" + parsed.subresource());
    return path.substring(0, path.length() - tail.length());
  }

  private void replay(Row row) {
    prepare(row);
    var path = RequestPath.parse(row.path());
    if (row.isWatch()) {
      var told = server.watch(request(row, "").with("resourceVersion", version()));
      assertThat(told.closed).isFalse();
      told.cancel();
      return;
    }
    var response = server.server.call(request(row, body(row)));
    var text = new String(response.body(), StandardCharsets.UTF_8);
    assertThat(response.code()).as(text).isEqualTo(row.status());
    var kind = JsonFormat.parse(response.body()).path("kind").asText();
    if (row.status() >= 400) {
      assertThat(kind).isEqualTo("Status");
    } else if (row.accept().equals("TABLE")) {
      assertThat(kind).isEqualTo("Table");
    } else if (path.name().isEmpty() && row.method().equals("GET")) {
      assertThat(kind).endsWith("List");
    } else {
      assertThat(kind).isNotEmpty();
    }
  }

  private String version() {
    return Long.toString(server.store.revision());
  }

  private ApiRequest request(Row row, String body) {
    var request = server.request(row.method(), row.uri());
    if (row.accept().equals("TABLE")) {
      request = request.withHeader("accept", TABLE);
    }
    var isReadable = row.contentType().matches("|.*json.*|.*apply-patch.*");
    return body.isEmpty()
        ? request
        : request.withBody(
            isReadable ? row.contentType() : "application/json",
            body.getBytes(StandardCharsets.UTF_8));
  }

  /// Makes what the row found, and removes what it missed.
  private void prepare(Row row) {
    var path = RequestPath.parse(row.path());
    var name = path.name().isEmpty() ? named(body(row)) : path.name();
    if (name.isEmpty()) {
      return;
    }
    var object = collection(row.path()) + "/" + name;
    var isThere = server.call("GET", object).code() == 200;
    var isWanted =
        row.method().equals("POST") && path.name().isEmpty()
            ? row.status() == 409
            : row.status() != 404;
    if (isWanted && !isThere) {
      server.create(collection(row.path()), document(path.resource(), name));
    } else if (!isWanted && isThere) {
      TestServer.expect(
          200, server.call("DELETE", object, "application/json", "{'gracePeriodSeconds':0}"));
      server.call(
          "PATCH", object, "application/merge-patch+json", "{'metadata':{'finalizers':null}}");
    }
  }

  private static String named(String body) {
    return body.startsWith("{")
        ? JsonFormat.parse(body.getBytes(StandardCharsets.UTF_8)).at("/metadata/name").asText("")
        : "";
  }

  private static String document(String resource, String name) {
    var app = name.equals("ap") ? "ap" : "web";
    var template =
        "{'metadata':{'labels':{'app':'%s'}},'spec':{'containers':[{'name':'httpd','image':'i'}]}}"
            .formatted(app);
    var rest =
        switch (resource) {
          case "pods" -> ",'spec':{'containers':[{'name':'httpd','image':'i'}]}";
          case "deployments", "replicasets" ->
              ",'spec':{'replicas':3,'selector':{'matchLabels':{'app':'%s'}},'template':%s}"
                  .formatted(app, template);
          case "jobs" ->
              ",'spec':{'template':{'spec':{'restartPolicy':'Never',"
                  + "'containers':[{'name':'httpd','image':'i'}]}}}";
          case "cronjobs" ->
              ",'spec':{'schedule':'* * * * *','jobTemplate':{'spec':{'template':{'spec':"
                  + "{'restartPolicy':'Never','containers':[{'name':'c','image':'i'}]}}}}}";
          case "services" -> ",'spec':{'ports':[{'port':80}]}";
          case "ingresses" -> ",'spec':{'rules':[{'host':'example.com'}]}";
          case "rolebindings" ->
              ",'roleRef':{'apiGroup':'rbac.authorization.k8s.io','kind':'Role','name':'r'}";
          default -> "";
        };
    return "{'metadata':{'name':'%s','labels':{'app':'web'}}%s}".formatted(name, rest);
  }

  private String patch(Row row) {
    if (row.contentType().contains("apply-patch")) {
      var object = server.get(row.path());
      return "{'apiVersion':'%s','kind':'%s','metadata':{'labels':{'x':'y'}}}"
          .formatted(object.path("apiVersion").asText(), object.path("kind").asText());
    }
    return row.contentType().contains("json-patch")
        ? "[{'op':'add','path':'/metadata/labels/q','value':'r'}]"
        : "{'metadata':{'labels':{'x':'y'}}}";
  }

  /// The recorded body, or one of the same sort.
  private String body(Row row) {
    var path = RequestPath.parse(row.path());
    return recorded(row)
        .orElseGet(() ->
            TestServer.json(
                switch (row.method()) {
                  case "POST" -> document(path.resource(), "replayed");
                  case "PUT" -> server.get(row.path()).toString();
                  case "PATCH" -> patch(row);
                  default -> "";
                }));
  }

  private Optional<String> recorded(Row row) {
    var text =
        row.body().endsWith("}.") ? row.body().substring(0, row.body().length() - 1) : row.body();
    if (!text.startsWith("{") && !text.startsWith("[")) {
      return Optional.empty();
    }
    try {
      var tree = JsonFormat.parse(text.getBytes(StandardCharsets.UTF_8));
      if (row.path().endsWith("/scale")
          && row.method().equals("PUT")
          && tree instanceof ObjectNode scale) {
        ((ObjectNode) scale.path("metadata")).remove(List.of("uid", "resourceVersion"));
        return Optional.of(scale.toString());
      }
      return Optional.of(current(row, text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// The body with the version that the object has here.
  private String current(Row row, String body) {
    if (!VERSION.matcher(body).find() || server.call("GET", row.path()).code() != 200) {
      return body;
    }
    var version = TestServer.version(server.get(row.path()));
    return VERSION.matcher(body).replaceAll("\"resourceVersion\":\"" + version + "\"");
  }
}
