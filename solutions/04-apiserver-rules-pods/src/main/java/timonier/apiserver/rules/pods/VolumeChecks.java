package timonier.apiserver.rules.pods;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import timonier.apiserver.rules.Check;
import timonier.apiserver.rules.Check.Maker;
import timonier.apiserver.rules.Checks;
import timonier.apiserver.rules.Subject;

/// Checks of volumes of pods.
final class VolumeChecks {

  private static final int MOST_RIGHTS = 0777;

  /// Ten minutes, in seconds.
  private static final int SHORTEST_TOKEN = 600;

  private static final long LONGEST_TOKEN = 1L << 32;

  private static final List<String> SOURCES = List.of("configMap", "downwardAPI", "secret");

  /// The checks by their names in the table.
  static Map<String, Maker> makers() {
    var all = new HashMap<String, Maker>();
    all.put("one source", _ -> Check.evenOfNothing(VolumeChecks::oneSource));
    all.put("at most one source", _ -> Check.of(VolumeChecks::atMostOneSource));
    all.put("rights", _ -> Check.of(VolumeChecks::rights));
    all.put("path in volume", _ -> Check.of(VolumeChecks::pathInVolume));
    all.put("no way up", _ -> Check.of(Checks::noWayUp));
    all.put("absolute path", _ -> Check.of(VolumeChecks::absolutePath));
    all.put("size limit", _ -> Check.of(VolumeChecks::sizeLimit));
    all.put("token lifetime", _ -> Check.of(VolumeChecks::tokenLifetime));
    all.put("projected", _ -> Check.of(VolumeChecks::projected));
    all.put("downward items", _ -> Check.of(VolumeChecks::downwardItems));
    return all;
  }

  private static void oneSource(Subject volume) {
    var sources = sources(volume);
    if (sources.isEmpty()) {
      volume.causes().required(volume.path(), "must specify a volume type");
    }
    onlyFirst(volume, sources);
  }

  private static void atMostOneSource(Subject projection) {
    onlyFirst(projection, sources(projection));
  }

  private static List<String> sources(Subject volume) {
    return volume
        .value()
        .propertyStream()
        .map(Map.Entry::getKey)
        .filter(name -> !name.equals("name"))
        .toList();
  }

  private static void onlyFirst(Subject volume, List<String> sources) {
    sources.stream()
        .skip(1)
        .forEach(source ->
            volume
                .causes()
                .forbidden(
                    volume.path() + "." + source, "may not specify more than 1 volume type"));
  }

  /// The rights to a file, as `chmod` takes them.
  private static void rights(Subject mode) {
    if (mode.value().asInt() < 0 || mode.value().asInt() > MOST_RIGHTS) {
      mode.invalid("must be a number between 0 and 0777 (octal), both inclusive");
    }
  }

  /// Names that begin with two dots are the kubelet's own.
  private static void pathInVolume(Subject path) {
    Checks.relativePath(path);
    if (path.text().startsWith("..")) {
      path.invalid("must not start with '..'");
    }
  }

  private static void absolutePath(Subject path) {
    if (!path.text().startsWith("/")) {
      path.invalid("must be an absolute path");
    }
  }

  private static void sizeLimit(Subject limit) {
    if (limit.quantity().value().signum() < 0) {
      limit.causes().forbidden(limit.path(), "SizeLimit field must be a valid resource quantity");
    }
  }

  private static void tokenLifetime(Subject seconds) {
    if (seconds.value().asLong() < SHORTEST_TOKEN) {
      seconds.invalid("may not specify a duration less than 10 minutes");
    }
    if (seconds.value().asLong() > LONGEST_TOKEN) {
      seconds.invalid("may not specify a duration larger than 2^32 seconds");
    }
  }

  /// Sources that share a folder must not write the same file.
  private static void projected(Subject projected) {
    var files = new HashSet<String>();
    for (var source : projected.field("sources").elements()) {
      for (var kind : SOURCES) {
        for (var item : source.field(kind).field("items").elements()) {
          var path = item.field("path").text();
          if (!path.isEmpty() && !files.add(path)) {
            conflicts(projected, source.field(kind).field("name").text());
          }
        }
      }
      token(projected, source);
    }
  }

  /// Kubernetes tells of a token's path as if it were the volume's.
  private static void token(Subject projected, Subject source) {
    if (!source.value().has("serviceAccountToken")) {
      return;
    }
    var path = source.field("serviceAccountToken").field("path");
    var told = path.at(projected.path() + ".path");
    if (path.isEmpty()) {
      told.required();
      return;
    }
    pathInVolume(told);
  }

  private static void conflicts(Subject projected, String what) {
    projected
        .causes()
        .invalid(projected.path(), TextNode.valueOf(what), "conflicting duplicate paths");
  }

  /// A fault of an item is reported at the volume.
  private static void downwardItems(Subject volume) {
    for (var item : volume.field("items").elements()) {
      var told = item.at(volume.path());
      var path = told.field("path");
      if (path.isEmpty()) {
        path.required();
      } else {
        pathInVolume(path);
      }
      downwardSource(told);
      if (item.value().has("mode")) {
        rights(told.field("mode"));
      }
    }
  }

  private static void downwardSource(Subject item) {
    var hasField = item.value().has("fieldRef");
    var hasResource = item.value().has("resourceFieldRef");
    if (hasField) {
      DownwardFields.volume(item.field("fieldRef"));
      if (hasResource) {
        item.causes()
            .invalid(
                item.path(),
                "resource",
                "fieldRef and resourceFieldRef can not be specified simultaneously");
      }
    } else if (hasResource) {
      DownwardFields.resourceInVolume(item.field("resourceFieldRef"));
    } else {
      item.causes().required(item.path(), "one of fieldRef and resourceFieldRef is required");
    }
  }

  private VolumeChecks() {}
}
