package timonier.apiserver.rules.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import timonier.apiserver.rules.Check;
import timonier.apiserver.rules.Check.Maker;
import timonier.apiserver.rules.Names;
import timonier.apiserver.rules.Subject;

/// Checks of persistent volumes, claims and classes.
final class StorageChecks {

  private static final List<String> MODES =
      List.of("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod");

  private static final int DRIVER_NAME = 63;

  /// What of a volume's spec does not say where its data is.
  private static final Set<String> NO_SOURCES =
      Set.of(
          "capacity",
          "accessModes",
          "claimRef",
          "persistentVolumeReclaimPolicy",
          "storageClassName",
          "mountOptions",
          "volumeMode",
          "nodeAffinity",
          "volumeAttributesClassName");

  /// The checks by their names in the table.
  static Map<String, Maker> makers() {
    return Map.of(
        "access modes", _ -> Check.evenOfNothing(StorageChecks::accessModes),
        "capacity", _ -> Check.evenOfNothing(StorageChecks::capacity),
        "volume source", _ -> Check.evenOfNothing(StorageChecks::source),
        "unchanged as", told -> Check.evenOfNothing(field -> unchangedAs(field, told)),
        "claimed storage", _ -> Check.evenOfNothing(StorageChecks::claimed),
        "claim changes", _ -> Check.evenOfNothing(StorageChecks::claimChanges),
        "driver", _ -> Check.of(driver -> driverName(driver.field("metadata").field("name"))),
        "driver name", _ -> Check.of(StorageChecks::driverName),
        "provisioner", _ -> Check.of(StorageChecks::provisioner));
  }

  private static void accessModes(Subject modes) {
    if (modes.isEmpty()) {
      modes.causes().required(modes.path(), "at least 1 access mode is required");
    }
    var isAlone = false;
    for (var mode : modes.value()) {
      if (!MODES.contains(mode.asText())) {
        modes.causes().notSupported(modes.path(), mode, MODES);
      }
      isAlone |= mode.asText().equals("ReadWriteOncePod");
    }
    if (isAlone && modes.value().size() > 1) {
      modes
          .causes()
          .forbidden(modes.path(), "may not use ReadWriteOncePod with other access modes");
    }
  }

  /// A volume has one measure.
  private static void capacity(Subject capacity) {
    if (capacity.isEmpty()) {
      capacity.required();
    }
    if (!capacity.value().has("storage") || capacity.value().size() > 1) {
      capacity.notSupported(List.of("storage"));
    }
    capacity.value().fieldNames().forEachRemaining(name -> positive(capacity.entry(name)));
  }

  private static void positive(Subject amount) {
    if (amount.quantity().value().signum() <= 0) {
      amount.invalid("must be greater than zero");
    }
  }

  /// A volume's data is in one place, and stays there.
  private static void source(Subject spec) {
    var sources = sources(spec.value());
    if (sources.isEmpty()) {
      spec.causes().required(spec.path(), "must specify a volume type");
    }
    for (var i = 1; i < sources.size(); i++) {
      spec.causes()
          .forbidden(spec.field(sources.get(i)).path(), "may not specify more than 1 volume type");
    }
    if (spec.value().at("/hostPath/path").asText().equals("/")
        && spec.field("persistentVolumeReclaimPolicy").text().equals("Recycle")) {
      spec.causes()
          .forbidden(
              spec.field("persistentVolumeReclaimPolicy").path(),
              "may not be 'recycle' for a hostPath mount of '/'");
    }
    var isMoved =
        !sources.equals(sources(spec.old()))
            || sources.stream()
                .anyMatch(name -> !spec.value().path(name).equals(spec.old().path(name)));
    if (spec.isUpdate() && isMoved) {
      spec.causes()
          .forbidden(
              "spec.persistentvolumesource",
              "spec.persistentvolumesource is immutable after creation");
    }
  }

  private static List<String> sources(JsonNode spec) {
    return spec.properties().stream()
        .map(Map.Entry::getKey)
        .filter(name -> !NO_SOURCES.contains(name))
        .sorted()
        .toList();
  }

  /// A value stays once it was given, and a change is reported under its own name.
  private static void unchangedAs(Subject field, String told) {
    var isSaid = !field.old().isMissingNode();
    if (field.isUpdate() && isSaid && !field.value().equals(field.old())) {
      field.at(told).invalid("field is immutable");
    }
  }

  private static void claimed(Subject resources) {
    var storage = resources.field("requests").field("storage");
    var told = storage.at(resources.path() + "[storage]");
    if (storage.value().isMissingNode()) {
      told.required();
    } else {
      positive(told);
    }
  }

  /// Of a claim, only what it asks for may change, once it has its volume, and nothing may become
  /// less than it has.
  private static void claimChanges(Subject claim) {
    if (!claim.isUpdate()) {
      return;
    }
    var spec = claim.field("spec");
    var isBound = claim.value().at("/status/phase").asText().equals("Bound");
    if (!settled(spec.value(), spec.old(), isBound)
        .equals(settled(spec.old(), spec.old(), isBound))) {
      spec.causes()
          .forbidden(
              "spec",
              "spec is immutable after creation except resources.requests and"
                  + " volumeAttributesClassName for bound claims");
    }
    var asked = spec.field("resources").field("requests").field("storage");
    var has = claim.field("status").field("capacity").field("storage");
    if (asked.quantity().compareTo(asked.oldQuantity()) < 0
        && asked.quantity().compareTo(has.quantity()) <= 0) {
      spec.causes()
          .forbidden(
              "spec.resources.requests.storage", "field can not be less than status.capacity");
    }
    unchangedAs(spec.field("volumeMode"), "volumeMode");
  }

  /// A spec without what may change.
  private static JsonNode settled(JsonNode spec, JsonNode old, boolean isBound) {
    if (!(spec instanceof ObjectNode object)) {
      return spec;
    }
    var settled = object.deepCopy();
    if (old.path("volumeName").asText("").isEmpty()) {
      settled.remove("volumeName");
    }
    if (isBound) {
      settled.remove("volumeAttributesClassName");
      if (settled.at("/resources/requests") instanceof ObjectNode requests) {
        requests.remove("storage");
      }
    }
    return settled;
  }

  private static void provisioner(Subject provisioner) {
    var name = provisioner.text();
    Names.qualified(provisioner.causes(), provisioner.path(), name, name.toLowerCase(Locale.ROOT));
  }

  private static void driverName(Subject driver) {
    if (driver.text().length() > DRIVER_NAME) {
      driver.causes().tooLong(driver.path(), DRIVER_NAME);
    }
    var small = driver.withText(driver.text().toLowerCase(Locale.ROOT));
    Names.subdomain(driver.causes(), driver.path(), small.value());
  }

  private StorageChecks() {}
}
