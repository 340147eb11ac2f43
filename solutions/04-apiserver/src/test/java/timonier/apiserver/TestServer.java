package timonier.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import timonier.apiserver.extensions.NodeConnection;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.Transport;
import timonier.apiserver.requests.User;
import timonier.apiserver.schema.Schemas;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.kit.sim.Simulation;
import timonier.pods.PodsPart;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.Part;
import timonier.store.MemoryStore;

/// A server on virtual time with an empty store, and short ways to ask it.
final class TestServer implements AutoCloseable {

  static final String PODS = "/api/v1/namespaces/default/pods";
  static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
  static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";

  private static final Schemas SCHEMAS = new Schemas();

  final Simulation simulation = new Simulation(7);
  final MemoryStore store = new MemoryStore();
  final ApiServer server;
  private User user = User.admin();

  TestServer(Part.Extension... extensions) {
    this(Optional.empty(), extensions);
  }

  /// A server that has a way to kubelets.
  TestServer(Optional<NodeConnection> nodes, Part.Extension... extensions) {
    var own = new Part(15, "test", List.of(), List.of(extensions));
    server =
        new ApiServer(
                simulation.loop("apiserver"),
                store,
                SCHEMAS,
                List.of(PodsPart.part(), ApiServerPart.part(), TestTypes.part(), own),
                nodes)
            .start();
  }

  TestServer as(User user) {
    this.user = user;
    return this;
  }

  ApiResponse call(String method, String url) {
    return server.call(request(method, url));
  }

  ApiResponse call(String method, String url, String contentType, String body) {
    return server.call(
        request(method, url).withBody(contentType, json(body).getBytes(StandardCharsets.UTF_8)));
  }

  /// Single quotes make documents in tests easier to read.
  static String json(String text) {
    return text.replace('\'', '"');
  }

  ApiRequest request(String method, String url) {
    return ApiRequest.at(method, url, user);
  }

  JsonNode get(String url) {
    return expect(200, call("GET", url));
  }

  JsonNode create(String url, String document) {
    return expect(201, call("POST", url, "application/json", document));
  }

  JsonNode replace(String url, JsonNode document) {
    return expect(200, call("PUT", url, "application/json", document.toString()));
  }

  JsonNode merge(String url, String patch) {
    return expect(200, call("PATCH", url, "application/merge-patch+json", patch));
  }

  JsonNode strategic(String url, String patch) {
    return expect(200, call("PATCH", url, "application/strategic-merge-patch+json", patch));
  }

  JsonNode delete(String url) {
    return expect(200, call("DELETE", url));
  }

  JsonNode configMap(String name) {
    return create(CONFIG_MAPS, "{'metadata':{'name':'%s'},'data':{'a':'1'}}".formatted(name));
  }

  JsonNode pod(String name) {
    return create(
        PODS,
        "{'metadata':{'name':'%s'},'spec':{'containers':[{'name':'web','image':'nginx'}]}}"
            .formatted(name));
  }

  JsonNode bind(String pod, String node) {
    return expect(
        201,
        call(
            "POST",
            PODS + "/" + pod + "/binding",
            "application/json",
            "{'metadata':{'name':'%s'},'target':{'kind':'Node','name':'%s'}}"
                .formatted(pod, node)));
  }

  static JsonNode expect(int code, ApiResponse response) {
    var body = new String(response.body(), StandardCharsets.UTF_8);
    assertThat(response.code()).as(body).isEqualTo(code);
    return JsonFormat.parse(response.body());
  }

  /// The message of a refusal that must have this code and reason.
  static String refusal(int code, String reason, ApiResponse response) {
    var status = expect(code, response);
    assertThat(status.path("kind").asText()).isEqualTo("Status");
    assertThat(status.path("reason").asText()).isEqualTo(reason);
    assertThat(status.path("code").asInt()).isEqualTo(code);
    return status.path("message").asText();
  }

  static String version(JsonNode object) {
    return object.path("metadata").path("resourceVersion").asText();
  }

  static List<String> names(JsonNode list) {
    var names = new ArrayList<String>();
    list.path("items").forEach(item -> names.add(item.path("metadata").path("name").asText()));
    return names;
  }

  /// What a watch told: `ADDED a 5`.
  static final class Told implements Transport.WatchObserver {
    final List<String> events = new ArrayList<>();
    final List<JsonNode> objects = new ArrayList<>();
    boolean closed;
    Optional<Cancellable> end = Optional.empty();

    @Override
    public void event(String type, byte[] object) {
      var tree = JsonFormat.parse(object);
      objects.add(tree);
      events.add((type + " " + tree.path("metadata").path("name").asText("")).strip());
    }

    @Override
    public void closed() {
      closed = true;
    }

    void cancel() {
      end.orElseThrow().cancel();
    }
  }

  Told watch(String url) {
    return watch(request("GET", url));
  }

  Told watch(ApiRequest request) {
    var told = new Told();
    told.end = Optional.of(server.watch(request.with("watch", "true"), told));
    settle();
    return told;
  }

  ApiException watchRefused(String url) {
    try {
      server.watch(request("GET", url).with("watch", "true"), new Told());
    } catch (ApiException refusal) {
      return refusal;
    }
    throw new AssertionError("the watch was not refused: " + url);
  }

  /// Lets the server's own tasks run.
  void settle() {
    simulation.runFor(Duration.ofMillis(1));
  }

  void pass(Duration time) {
    simulation.runFor(time);
  }

  @Override
  public void close() {
    simulation.close();
  }
}
