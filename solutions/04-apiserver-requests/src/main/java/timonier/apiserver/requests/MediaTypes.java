package timonier.apiserver.requests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import timonier.apiserver.schema.YamlForm;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.Status;

/// Chooses the format of an answer by what its client accepts: JSON or YAML.
public final class MediaTypes {

  private static final String JSON = "application/json";
  private static final String YAML = "application/yaml";

  /// What a client may ask for, wildcards included, and the format that it gets.
  private static final Map<String, String> SERVED =
      Map.of(JSON, JSON, YAML, YAML, "application/*", JSON, "*/*", JSON);

  /// One clause of an `Accept` header.
  ///
  /// @param type the media type, without parameters
  /// @param weight the quality value, from 0 to 1
  private record Accepted(String type, double weight) {

    static Accepted of(String clause) {
      var parts = clause.split(";", -1);
      var weight = 1.0;
      for (var parameter : parts) {
        if (parameter.strip().matches("q=\\d+(\\.\\d*)?")) {
          weight = Double.parseDouble(parameter.strip().substring(2));
        }
      }
      return new Accepted(parts[0].strip(), weight);
    }
  }

  /// The served format that a client prefers; empty if it accepts none.
  public static Optional<String> best(String accept) {
    if (accept.isBlank()) {
      return Optional.of(JSON);
    }
    var accepted = new ArrayList<Accepted>();
    for (var clause : accept.split(",", -1)) {
      accepted.add(Accepted.of(clause));
    }
    return accepted.stream()
        .filter(clause -> clause.weight() > 0)
        .sorted(Comparator.comparingDouble(Accepted::weight).reversed())
        .flatMap(clause -> Optional.ofNullable(SERVED.get(clause.type())).stream())
        .findFirst();
  }

  /// Refuses a request whose answer its client could not read.
  ///
  /// @throws ApiException 406 if it accepts no format that is served
  public static void require(ApiRequest request) {
    if (best(request.header("accept")).isEmpty()) {
      throw new ApiException(
          Status.failure(
              406,
              "NotAcceptable",
              "only the following media types are accepted: application/json, application/yaml"));
    }
  }

  /// The answer in the format that the client prefers.
  public static ApiResponse answer(ApiRequest request, ApiResponse response) {
    var accept = request.header("accept");
    var mayBeYaml = accept.contains(YAML) && JSON.equals(response.headers().get("content-type"));
    if (!mayBeYaml || !best(accept).equals(Optional.of(YAML))) {
      return response;
    }
    JsonNode document = JsonFormat.parse(response.body());
    return new ApiResponse(response.code(), response.headers(), YamlForm.bytes(document))
        .with("content-type", YAML);
  }

  private MediaTypes() {}
}
