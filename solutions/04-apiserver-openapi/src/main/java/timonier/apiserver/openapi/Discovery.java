package timonier.apiserver.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import timonier.apiserver.openapi.DescribedType.DescribedSubresource;
import timonier.pods.objects.ResourceType;

/// Which groups, versions and resources there are (Kubernetes, "API discovery").
final class Discovery {

  /// How a version is written: `v2`, `v2beta1` or `v2alpha1`.
  private static final Pattern VERSION = Pattern.compile("v(\\d+)(?:(alpha|beta)(\\d+))?");

  private final List<DescribedType> types;

  Discovery(List<DescribedType> types) {
    this.types = types;
  }

  Optional<ObjectNode> at(String path) {
    var parts = path.substring(1).split("/", -1);
    return switch (parts[0] + parts.length) {
      case "api1" -> Optional.of(coreVersions());
      case "apis1" -> Optional.of(groups());
      case "api2" -> resources("", parts[1]);
      case "apis2" -> group(parts[1]);
      case "apis3" -> resources(parts[1], parts[2]);
      default -> Optional.empty();
    };
  }

  /// The paths of the groups and their versions.
  List<String> paths() {
    var paths = new ArrayList<>(List.of("/api", "/apis"));
    versions("").forEach(version -> paths.add("/api/" + version));
    for (var group : groupNames()) {
      paths.add("/apis/" + group);
      versions(group).forEach(version -> paths.add("/apis/" + group + "/" + version));
    }
    return paths;
  }

  /// Everything at once.
  ///
  /// @param path `/api` or `/apis`
  /// @param version of the document
  ObjectNode aggregated(String path, String version) {
    var groups = new LinkedHashMap<String, List<ObjectNode>>();
    for (var name : path.equals("/api") ? List.of("") : groupNames()) {
      var lists = versions(name).stream().flatMap(known -> resources(name, known).stream());
      groups.put(name, lists.toList());
    }
    return AggregatedDiscovery.document(version, groups);
  }

  private static ObjectNode document(String kind) {
    return JsonNodeFactory.instance.objectNode().put("kind", kind);
  }

  private ObjectNode coreVersions() {
    var document = document("APIVersions");
    versions("").forEach(document.putArray("versions")::add);
    document.putArray("serverAddressByClientCIDRs");
    return document;
  }

  /// The groups of the types, and `policy` where pods can be evicted: `kubectl drain` before 1.22
  /// evicts only where that group is listed, and deletes otherwise.
  private List<String> groupNames() {
    var named = types.stream().map(type -> type.type().group()).filter(group -> !group.isEmpty());
    return (evictable().isPresent() ? Stream.concat(named, Stream.of("policy")) : named)
        .distinct()
        .toList();
  }

  /// The versions of a group that are served, the one that clients should use first.
  private List<String> versions(String group) {
    var served =
        types.stream()
            .filter(type -> type.type().group().equals(group))
            .map(type -> type.type().version())
            .distinct()
            .sorted(Discovery::compareVersions)
            .toList();
    return served.isEmpty() ? List.of("v1") : served;
  }

  /// Stable versions stand before beta and alpha ones, and of each the highest first (Kubernetes,
  /// "Version priority"); what is written otherwise stands last.
  static int compareVersions(String one, String other) {
    var left = VERSION.matcher(one);
    var right = VERSION.matcher(other);
    if (!left.matches() || !right.matches()) {
      return left.matches() == right.matches()
          ? one.compareTo(other)
          : Boolean.compare(right.matches(), left.matches());
    }
    return Comparator.comparing(Discovery::stability)
        .thenComparing(version -> number(version.group(1)))
        .thenComparing(version -> number(version.group(3)))
        .reversed()
        .compare(left.toMatchResult(), right.toMatchResult());
  }

  private static int stability(MatchResult version) {
    return version.group(2) == null ? 2 : version.group(2).equals("beta") ? 1 : 0;
  }

  private static BigInteger number(@Nullable String digits) {
    return digits == null ? BigInteger.ZERO : new BigInteger(digits);
  }

  private Optional<DescribedSubresource> evictable() {
    return types.stream()
        .flatMap(type -> type.subresources().stream())
        .filter(subresource -> subresource.kind().equals("Eviction"))
        .findFirst();
  }

  private ObjectNode groups() {
    var document = document("APIGroupList").put("apiVersion", "v1");
    var list = document.putArray("groups");
    groupNames().forEach(name -> list.add(describe(name)));
    return document;
  }

  private Optional<ObjectNode> group(String name) {
    if (!groupNames().contains(name)) {
      return Optional.empty();
    }
    var document = document("APIGroup").put("apiVersion", "v1");
    document.setAll(describe(name));
    return Optional.of(document);
  }

  private ObjectNode describe(String group) {
    var described = JsonNodeFactory.instance.objectNode().put("name", group);
    var list = described.putArray("versions");
    for (var version : versions(group)) {
      list.addObject().put("groupVersion", group + "/" + version).put("version", version);
    }
    described.set("preferredVersion", list.get(0).deepCopy());
    return described;
  }

  private Optional<ObjectNode> resources(String group, String version) {
    var known = group.isEmpty() || groupNames().contains(group);
    if (!versions(group).contains(version) || !known) {
      return Optional.empty();
    }
    var document = document("APIResourceList").put("apiVersion", "v1");
    document.put("groupVersion", group.isEmpty() ? version : group + "/" + version);
    var list = document.putArray("resources");
    types.stream()
        .filter(type -> type.type().group().equals(group) && type.type().version().equals(version))
        .forEach(type -> describe(type, list));
    if (list.isEmpty()) {
      // Only `policy` is a group without types; clients take an empty list for a failure.
      types.forEach(type ->
          type.subresources().stream()
              .filter(subresource -> subresource.kind().equals("Eviction"))
              .forEach(eviction -> describe(type.type(), eviction, list.addObject())));
    }
    return Optional.of(document);
  }

  private static void describe(DescribedType described, ArrayNode list) {
    var type = described.type();
    var own = list.addObject();
    own.put("name", type.plural())
        .put("singularName", type.singular())
        .put("namespaced", type.namespaced())
        .put("kind", type.kind());
    described.verbs().forEach(own.putArray("verbs")::add);
    if (!type.shortNames().isEmpty()) {
      type.shortNames().forEach(own.putArray("shortNames")::add);
    }
    if (!type.categories().isEmpty()) {
      type.categories().forEach(own.putArray("categories")::add);
    }
    described.subresources().forEach(subresource -> describe(type, subresource, list.addObject()));
  }

  private static void describe(
      ResourceType<?> type, DescribedSubresource subresource, ObjectNode described) {
    described
        .put("name", type.plural() + "/" + subresource.name())
        .put("singularName", "")
        .put("namespaced", type.namespaced());
    if (!subresource.version().isEmpty()) {
      described.put("group", subresource.group()).put("version", subresource.version());
    }
    described.put("kind", subresource.kind());
    subresource.verbs().forEach(described.putArray("verbs")::add);
  }
}
