package timonier.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import timonier.apiserver.ApiServer;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.User;
import timonier.apiserver.schema.Schemas;
import timonier.assembly.Assembly;
import timonier.kit.sim.Simulation;
import timonier.pods.objects.JsonFormat;
import timonier.store.MemoryStore;

/// The API server of the whole orchestrator, without any component.
final class ContractServer {

  private final ApiServer server;

  ContractServer() {
    var simulation = new Simulation(1);
    server =
        new ApiServer(
                simulation.loop("apiserver"),
                new MemoryStore(),
                new Schemas(),
                Assembly.parts(Assembly.LAST, "10.0.0.0/16"),
                Optional.empty())
            .start();
    for (var name : new String[] {"rec", "rec-limits"}) {
      call(
          "POST",
          "/api/v1/namespaces",
          "application/json",
          "{\"metadata\":{\"name\":\"" + name + "\"}}");
    }
  }

  /// The answer to a request.
  ///
  /// @param code the HTTP status
  /// @param body the document
  record Answer(int code, JsonNode body) {
    boolean isGood() {
      return code < 300;
    }

    /// The fields that a refusal names, sorted.
    List<String> fields() {
      var fields = new ArrayList<String>();
      body.at("/details/causes").forEach(cause -> fields.add(cause.path("field").asText()));
      return fields.stream().sorted().toList();
    }
  }

  Answer call(String method, String url, String contentType, String body) {
    var request =
        ApiRequest.at(method, url, User.admin())
            .withBody(contentType, body.getBytes(StandardCharsets.UTF_8));
    return answer(server.call(request));
  }

  /// Reads a path in a form that the client accepts.
  Answer get(String url, String accept) {
    return answer(
        server.call(ApiRequest.at("GET", url, User.admin()).withHeader("accept", accept)));
  }

  private static Answer answer(ApiResponse response) {
    var body = response.body();
    return new Answer(
        response.code(),
        body.length == 0 ? JsonNodeFactory.instance.objectNode() : JsonFormat.parse(body));
  }
}
