package timonier.apiserver.versions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import timonier.apiserver.ApiServer;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.Transport.WatchObserver;
import timonier.apiserver.requests.User;
import timonier.apiserver.schema.Schemas;
import timonier.kit.sim.Simulation;
import timonier.pods.PodsPart;
import timonier.pods.objects.JsonFormat;
import timonier.store.MemoryStore;

/// A server with second versions on virtual time. Documents are written with single quotes.
final class VersionsServer implements AutoCloseable {

  private static final Schemas SCHEMAS = new Schemas();

  private final Simulation simulation = new Simulation(7);
  private final ApiServer server =
      new ApiServer(
              simulation.loop("apiserver"),
              new MemoryStore(),
              SCHEMAS,
              List.of(PodsPart.part(), ApiServerPart.part(), VersionsPart.part()),
              Optional.empty())
          .start();

  static JsonNode json(String text) {
    return JsonFormat.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static ApiRequest request(String method, String url) {
    return ApiRequest.at(method, url, User.admin());
  }

  ApiResponse call(String method, String url, String contentType, String body) {
    return server.call(
        request(method, url).withBody(contentType, body.getBytes(StandardCharsets.UTF_8)));
  }

  JsonNode get(String url) {
    return expect(200, server.call(request("GET", url)));
  }

  JsonNode table(String url) {
    var accept = "application/json;as=Table;v=v1;g=meta.k8s.io";
    return expect(200, server.call(request("GET", url).withHeader("accept", accept)));
  }

  JsonNode create(String url, JsonNode document) {
    return expect(201, call("POST", url, "application/json", document.toString()));
  }

  JsonNode replace(String url, JsonNode document) {
    return expect(200, call("PUT", url, "application/json", document.toString()));
  }

  JsonNode merge(String url, String patch) {
    var type = "application/merge-patch+json";
    return expect(200, call("PATCH", url, type, json(patch).toString()));
  }

  JsonNode apply(int code, String url, String manager, JsonNode document) {
    var type = "application/apply-patch+yaml";
    var at = url + "?fieldManager=" + manager;
    return expect(code, call("PATCH", at, type, document.toString()));
  }

  /// The fields that a refusal reports as wrong.
  List<String> refused(String method, String url, JsonNode document) {
    var status = expect(422, call(method, url, "application/json", document.toString()));
    var fields = new ArrayList<String>();
    status.at("/details/causes").forEach(cause -> fields.add(cause.path("field").asText()));
    return fields;
  }

  static JsonNode expect(int code, ApiResponse response) {
    var body = new String(response.body(), StandardCharsets.UTF_8);
    assertThat(response.code()).as(body).isEqualTo(code);
    return JsonFormat.parse(response.body());
  }

  /// The objects that a watch tells of, while it lasts.
  List<JsonNode> watch(String url) {
    var told = new ArrayList<JsonNode>();
    server.watch(
        request("GET", url).with("watch", "true"),
        new WatchObserver() {
          @Override
          public void event(String type, byte[] object) {
            told.add(JsonFormat.parse(object));
          }

          @Override
          public void closed() {}
        });
    settle();
    return told;
  }

  /// Lets the server's own tasks run.
  void settle() {
    simulation.runFor(Duration.ofMillis(1));
  }

  @Override
  public void close() {
    simulation.close();
  }
}
