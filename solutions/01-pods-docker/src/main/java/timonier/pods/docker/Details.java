package timonier.pods.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The engine's answer about one container.
///
/// @param id its id
/// @param imageId the id of its image
/// @param labels its labels
/// @param state `created`, `running`, `exited` and so on, in the engine's words
/// @param pid its process on the engine's host; 0 for none
/// @param address its address; empty if it has none of its own
/// @param createdAt when it was made
/// @param startedAt when it was last started
/// @param finishedAt when it ended
/// @param exitCode what its program returned
/// @param outOfMemory whether it was killed for using too much memory
/// @param error what went wrong at its start
/// @param limits what it may use of the machine now
public record Details(
    String id,
    String imageId,
    Map<String, String> labels,
    String state,
    long pid,
    String address,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    int exitCode,
    boolean outOfMemory,
    String error,
    Blueprint.Limits limits) {

  static Details of(InspectContainerResponse found) {
    var state = found.getState();
    var labels = found.getConfig().getLabels();
    return new Details(
        found.getId(),
        found.getImageId(),
        labels == null ? Map.of() : labels,
        text(state.getStatus()),
        number(state.getPidLong()),
        address(found),
        Instant.parse(found.getCreated()),
        time(state.getStartedAt()),
        time(state.getFinishedAt()),
        (int) number(state.getExitCodeLong()),
        Boolean.TRUE.equals(state.getOOMKilled()),
        text(state.getError()),
        HostSettings.limits(found.getHostConfig()));
  }

  private static String address(InspectContainerResponse found) {
    return found.getNetworkSettings().getNetworks().values().stream()
        .map(network -> text(network.getIpAddress()))
        .filter(address -> !address.isEmpty())
        .findFirst()
        .orElse("");
  }

  static String text(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text;
  }

  private static long number(@org.jspecify.annotations.Nullable Long number) {
    return number == null ? 0 : number;
  }

  /// Parses a time. For what did not happen, the engine writes the first moment of year 1.
  private static Optional<Instant> time(@org.jspecify.annotations.Nullable String text) {
    return Optional.ofNullable(text)
        .filter(found -> !found.isEmpty() && !found.startsWith("0001-"))
        .map(Instant::parse);
  }
}
