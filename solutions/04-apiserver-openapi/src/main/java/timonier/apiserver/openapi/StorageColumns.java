package timonier.apiserver.openapi;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// What the columns of volumes, claims and their classes and drivers say.
final class StorageColumns {

  static final Map<String, Cell> CELLS =
      Map.of(
          "volume-phase", Cell.text(StorageColumns::phase),
          "volume-claim", Cell.text(StorageColumns::claim),
          "volume-class", Cell.text(StorageColumns::volumeClass),
          "claim-capacity", Cell.text(StorageColumns::capacity),
          "claim-access-modes", Cell.text(StorageColumns::claimAccessModes),
          "driver-audiences", Cell.text(StorageColumns::audiences),
          "driver-modes", Cell.text(StorageColumns::modes),
          "device-claim-state", Cell.text(StorageColumns::state));

  private static final String CLASS = "volume.beta.kubernetes.io/storage-class";

  /// What each access mode is called in short, in the order in which they are shown.
  private static final List<AccessMode> ACCESS_MODES =
      List.of(
          new AccessMode("ReadWriteOnce", "RWO"),
          new AccessMode("ReadOnlyMany", "ROX"),
          new AccessMode("ReadWriteMany", "RWX"),
          new AccessMode("ReadWriteOncePod", "RWOP"));

  private record AccessMode(String name, String shown) {}

  /// Access modes in short.
  static String accessModes(JsonNode modes) {
    var present = new LinkedHashSet<String>();
    modes.forEach(mode -> present.add(mode.asText()));
    return ACCESS_MODES.stream()
        .filter(mode -> present.contains(mode.name()))
        .map(AccessMode::shown)
        .collect(joining(","));
  }

  /// The name of a class, and whether it is the one that is taken where none is named.
  ///
  /// @param what the kind in lower case
  static String className(JsonNode object, String what) {
    var annotations = object.at("/metadata/annotations");
    var isDefault =
        List.of("", "beta.").stream()
            .map(stage -> annotations.path(what + "." + stage + "kubernetes.io/is-default-class"))
            .anyMatch(value -> value.asText().equals("true"));
    return object.at("/metadata/name").asText() + (isDefault ? " (default)" : "");
  }

  private static String phase(JsonNode object) {
    return object.path("metadata").has("deletionTimestamp")
        ? "Terminating"
        : object.at("/status/phase").asText();
  }

  private static String claim(JsonNode volume) {
    var claim = volume.at("/spec/claimRef");
    return claim.isObject()
        ? claim.path("namespace").asText() + "/" + claim.path("name").asText()
        : "";
  }

  private static String volumeClass(JsonNode object) {
    return object
        .at("/metadata/annotations")
        .path(CLASS)
        .asText(object.at("/spec/storageClassName").asText());
  }

  private static boolean hasVolume(JsonNode claim) {
    return !Cell.isEmpty(claim.at("/spec/volumeName"));
  }

  private static String capacity(JsonNode claim) {
    return hasVolume(claim) ? claim.at("/status/capacity/storage").asText("0") : "";
  }

  private static String claimAccessModes(JsonNode claim) {
    return hasVolume(claim) ? accessModes(claim.at("/status/accessModes")) : "";
  }

  private static String audiences(JsonNode driver) {
    var requests = driver.at("/spec/tokenRequests");
    return requests.isArray()
        ? Cells.joined(requests, request -> request.path("audience").asText())
        : Cells.UNSET;
  }

  private static String modes(JsonNode driver) {
    var modes = Cells.joined(driver.at("/spec/volumeLifecycleModes"), JsonNode::asText);
    return modes.isEmpty() ? Cells.UNSET : modes;
  }

  private static String state(JsonNode claim) {
    var isDeleted = claim.path("metadata").has("deletionTimestamp");
    if (!claim.path("status").has("allocation")) {
      return isDeleted ? "deleted" : "pending";
    }
    return (isDeleted ? "deleted," : "")
        + "allocated"
        + (claim.at("/status/reservedFor").isEmpty() ? "" : ",reserved");
  }

  private StorageColumns() {}
}
