package timonier.apiserver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import timonier.apiserver.extensions.KindRegistry;
import timonier.apiserver.extensions.KindRules;
import timonier.apiserver.kinds.PlainObject;
import timonier.apiserver.openapi.Documents;
import timonier.apiserver.requests.RequestPath;
import timonier.apiserver.schema.Kinds;
import timonier.apiserver.schema.Kinds.Kind;
import timonier.apiserver.schema.Schemas;
import timonier.pods.objects.Part;
import timonier.pods.objects.ResourceType;

/// The types of objects that the server serves: those that parts bring, all others of Kubernetes'
/// stable groups, on which nothing acts yet, and those that parts bring nothing but rules of. More
/// can be added, and taken away, while the server runs: discovery, OpenAPI and watches follow.
final class ServedTypes implements KindRegistry {

  private final Schemas schemas;
  private final Kinds kinds = new Kinds();
  private final List<Consumer<ServedType>> listeners = new CopyOnWriteArrayList<>();
  private volatile Catalogue catalogue;

  /// What is served at one moment. It does not change, but what follows from it is worked out when
  /// it is first asked for.
  ///
  /// @param types by name, those that parts bring first
  /// @param acted those on which a component acts
  /// @param rules what parts say of them
  /// @param served how they are served, by name
  /// @param documents the documents that describe them, at most one
  private record Catalogue(
      Map<String, ResourceType<?>> types,
      List<ResourceType<?>> acted,
      List<KindRules> rules,
      Map<String, ServedType> served,
      Map<String, Documents> documents) {

    Catalogue(
        Map<String, ResourceType<?>> types,
        List<ResourceType<?>> acted,
        List<KindRules> rules,
        Map<String, ServedType> served) {
      this(types, acted, rules, new ConcurrentHashMap<>(served), new ConcurrentHashMap<>());
    }
  }

  ServedTypes(List<Part> parts, Schemas schemas) {
    this.schemas = schemas;
    var types = new LinkedHashMap<String, ResourceType<?>>();
    var brought = Part.resourceTypes(parts);
    brought.forEach(type -> types.put(name(type), type));
    kinds.all().stream()
        .map(ServedTypes::plain)
        .forEach(type -> types.putIfAbsent(name(type), type));
    var rules = Part.extensions(parts, KindRules.class);
    rules.forEach(own -> types.putIfAbsent(name(own.type()), own.type()));
    this.catalogue = new Catalogue(types, brought, rules, Map.of());
  }

  private static ResourceType<PlainObject> plain(Kind kind) {
    return new ResourceType<>(
        kind.group(),
        kind.version(),
        kind.kind(),
        kind.plural(),
        kind.namespaced(),
        kind.shortNames(),
        kind.categories(),
        kind.subresources(),
        PlainObject.class);
  }

  private static String name(ResourceType<?> type) {
    return name(type.group(), type.version(), type.plural());
  }

  private static String name(String group, String version, String plural) {
    return group + "/" + version + "/" + plural;
  }

  @Override
  public synchronized void add(KindRules rules) {
    change(rules.type(), Optional.of(rules));
  }

  @Override
  public synchronized void remove(ResourceType<?> type) {
    change(type, Optional.empty());
  }

  private void change(ResourceType<?> type, Optional<KindRules> rules) {
    var name = name(type);
    var before = catalogue;
    var types = new LinkedHashMap<>(before.types());
    var acted = new ArrayList<>(before.acted());
    var all = new ArrayList<>(before.rules());
    var served = new LinkedHashMap<>(before.served());
    types.remove(name);
    acted.removeIf(other -> name(other).equals(name));
    all.removeIf(other -> name(other.type()).equals(name));
    var ended = Optional.ofNullable(served.remove(name));
    rules.ifPresent(added -> {
      types.put(name, type);
      acted.add(type);
      all.add(added);
    });
    catalogue = new Catalogue(types, acted, all, served);
    ended.ifPresent(known -> listeners.forEach(listener -> listener.accept(known)));
  }

  /// Calls a listener for each type that was removed or whose rules changed.
  void onEnded(Consumer<ServedType> listener) {
    listeners.add(listener);
  }

  /// Whether a type is still served as it was.
  boolean isServed(ServedType type) {
    return catalogue.served().get(name(type.type())) == type;
  }

  /// The documents that describe all of them.
  Documents documents() {
    var now = catalogue;
    return now.documents()
        .computeIfAbsent(
            "",
            _ ->
                new Documents(
                    now.types().values().stream().map(type -> of(now, type).described()).toList()));
  }

  /// The type that a path names, put together when it is first asked for.
  Optional<ServedType> at(RequestPath path) {
    return at(name(path.group(), path.version(), path.resource()));
  }

  /// How a type is served; empty if it is not.
  Optional<ServedType> at(ResourceType<?> type) {
    return at(name(type));
  }

  private Optional<ServedType> at(String name) {
    var now = catalogue;
    return Optional.ofNullable(now.types().get(name)).map(type -> of(now, type));
  }

  private ServedType of(Catalogue now, ResourceType<?> type) {
    return now.served().computeIfAbsent(name(type), name -> serve(now, type, name));
  }

  private ServedType serve(Catalogue now, ResourceType<?> type, String name) {
    var own = now.rules().stream().filter(rules -> name(rules.type()).equals(name)).toList();
    var schema = own.stream().flatMap(rules -> rules.schema().stream()).findFirst();
    var kind = own.stream().flatMap(rules -> rules.kind().stream()).findFirst();
    return ServedType.of(
        type, schema.orElseGet(() -> schemas.of(type)), kind.orElseGet(() -> kinds.of(type)), own);
  }

  /// A warning for clients that create an object of a type on which no component acts.
  List<String> warnings(ServedType type) {
    return catalogue.acted().contains(type.codec().stored())
        ? List.of()
        : List.of("nothing here acts on kind \"%s\" yet".formatted(type.type().kind()));
  }
}
