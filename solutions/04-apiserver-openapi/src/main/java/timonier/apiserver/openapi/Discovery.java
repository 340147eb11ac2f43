package timonier.apiserver.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import timonier.apiserver.schema.Kinds;
import timonier.pods.ResourceType;

/// Which groups, versions and resources there are (Kubernetes, "API discovery").
final class Discovery {

  private static final List<String> VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  private final Kinds kinds = new Kinds();
  private final List<ResourceType<?>> types;

  Discovery(List<ResourceType<?>> types) {
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
    var paths = new ArrayList<>(List.of("/api", "/api/v1", "/apis"));
    for (var group : groupNames()) {
      paths.add("/apis/" + group);
      paths.add("/apis/" + group + "/" + version(group));
    }
    return paths;
  }

  /// Everything at once.
  ///
  /// @param path `/api` or `/apis`
  /// @param version of the document
  ObjectNode aggregated(String path, String version) {
    var groups = new LinkedHashMap<String, ObjectNode>();
    for (var name : path.equals("/api") ? List.of("") : groupNames()) {
      resources(name, version(name)).ifPresent(list -> groups.put(name, list));
    }
    return AggregatedDiscovery.document(version, groups);
  }

  private static ObjectNode document(String kind) {
    return JsonNodeFactory.instance.objectNode().put("kind", kind);
  }

  private static ObjectNode coreVersions() {
    var document = document("APIVersions");
    document.putArray("versions").add("v1");
    document.putArray("serverAddressByClientCIDRs");
    return document;
  }

  /// The groups of the types, and `policy` where pods can be evicted: `kubectl drain` before 1.22
  /// evicts only where that group is listed, and deletes otherwise.
  private List<String> groupNames() {
    var named =
        types.stream().map(ResourceType::group).filter(group -> !group.isEmpty()).distinct();
    return (evictable().isPresent() ? Stream.concat(named, Stream.of("policy")) : named)
        .distinct()
        .toList();
  }

  /// The version of a group that is served: of each there is one.
  private String version(String group) {
    return types.stream()
        .filter(type -> type.group().equals(group))
        .map(ResourceType::version)
        .findFirst()
        .orElse("v1");
  }

  private Optional<ResourceType<?>> evictable() {
    return types.stream().filter(type -> type.subresources().contains("eviction")).findFirst();
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
    var version = JsonNodeFactory.instance.objectNode();
    version.put("groupVersion", group + "/" + version(group)).put("version", version(group));
    described.putArray("versions").add(version);
    described.set("preferredVersion", version);
    return described;
  }

  private Optional<ObjectNode> resources(String group, String version) {
    var known = group.isEmpty() || groupNames().contains(group);
    if (!version.equals(version(group)) || !known) {
      return Optional.empty();
    }
    var document = document("APIResourceList").put("apiVersion", "v1");
    document.put("groupVersion", group.isEmpty() ? version : group + "/" + version);
    var list = document.putArray("resources");
    types.stream().filter(type -> type.group().equals(group)).forEach(type -> describe(type, list));
    if (list.isEmpty()) {
      // Only `policy` is a group without types; clients take an empty list for a failure.
      evictable().ifPresent(type -> describe(type, "eviction", list.addObject()));
    }
    return Optional.of(document);
  }

  private void describe(ResourceType<?> type, ArrayNode list) {
    var own = list.addObject();
    own.put("name", type.plural())
        .put("singularName", type.singular())
        .put("namespaced", type.namespaced())
        .put("kind", type.kind());
    var verbs = own.putArray("verbs");
    VERBS.stream().filter(verb -> isServed(type, verb)).forEach(verbs::add);
    if (!type.shortNames().isEmpty()) {
      type.shortNames().forEach(own.putArray("shortNames")::add);
    }
    if (!type.categories().isEmpty()) {
      type.categories().forEach(own.putArray("categories")::add);
    }
    type.subresources().forEach(name -> describe(type, name, list.addObject()));
  }

  private boolean isServed(ResourceType<?> type, String verb) {
    return !verb.equals("deletecollection") || kinds.of(type).hasCollectionDeletion();
  }

  private static void describe(ResourceType<?> type, String subresource, ObjectNode described) {
    described
        .put("name", type.plural() + "/" + subresource)
        .put("singularName", "")
        .put("namespaced", type.namespaced());
    switch (subresource) {
      case "scale" ->
          described.put("group", "autoscaling").put("version", "v1").put("kind", "Scale");
      case "eviction" ->
          described.put("group", "policy").put("version", "v1").put("kind", "Eviction");
      case "binding" -> described.put("kind", "Binding");
      case "exec" -> described.put("kind", "PodExecOptions");
      case "attach" -> described.put("kind", "PodAttachOptions");
      case "portforward" -> described.put("kind", "PodPortForwardOptions");
      default -> described.put("kind", type.kind());
    }
    var verbs =
        switch (subresource) {
          case "binding", "eviction" -> List.of("create");
          case "log" -> List.of("get");
          case "exec", "attach", "portforward" -> List.of("create", "get");
          default -> List.of("get", "patch", "update");
        };
    verbs.forEach(described.putArray("verbs")::add);
  }
}
