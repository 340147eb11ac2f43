package timonier.apiserver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import timonier.apiserver.openapi.DescribedType;
import timonier.apiserver.openapi.Documents;
import timonier.apiserver.schema.Kinds;
import timonier.apiserver.schema.Kinds.Kind;
import timonier.apiserver.schema.Schemas;
import timonier.pods.Part;
import timonier.pods.ResourceType;

/// The types of objects that the server serves: those that parts bring, and all others of
/// Kubernetes' stable groups, on which nothing acts yet.
final class ServedTypes {

  private final Schemas schemas;
  private final Kinds kinds = new Kinds();
  private final Map<String, ResourceType<?>> types = new LinkedHashMap<>();
  private final Map<String, ServedType> served = new ConcurrentHashMap<>();
  private final List<ResourceType<?>> brought;
  private final List<KindRules> rules;
  private volatile @Nullable Documents documents;

  ServedTypes(List<Part> parts, Schemas schemas) {
    this.schemas = schemas;
    this.brought = Part.resourceTypes(parts);
    this.rules = Part.extensions(parts, KindRules.class);
    brought.forEach(type -> types.put(name(type), type));
    kinds.all().stream()
        .map(ServedTypes::plain)
        .forEach(type -> types.putIfAbsent(name(type), type));
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

  /// All of them as clients learn of them, those that parts bring first.
  private List<DescribedType> described() {
    return types.values().stream().map(type -> of(type).described()).toList();
  }

  /// The documents that describe them.
  Documents documents() {
    var known = documents;
    if (known == null) {
      known = new Documents(described());
      documents = known;
    }
    return known;
  }

  /// The type that a path names, put together when it is first asked for.
  Optional<ServedType> at(RequestPath path) {
    var name = name(path.group(), path.version(), path.resource());
    return Optional.ofNullable(types.get(name)).map(this::of);
  }

  /// How a type is served; empty if it is not.
  Optional<ServedType> at(ResourceType<?> type) {
    return Optional.ofNullable(types.get(name(type))).map(this::of);
  }

  private ServedType of(ResourceType<?> type) {
    return served.computeIfAbsent(name(type), _ -> serve(type));
  }

  private ServedType serve(ResourceType<?> type) {
    var name = name(type);
    var own = rules.stream().filter(rule -> name(rule.type()).equals(name)).toList();
    return ServedType.of(type, schemas.of(type), kinds.of(type), own);
  }

  /// What a client should know who makes an object of a type: whether anything will come of it.
  List<String> warnings(ServedType type) {
    return brought.contains(type.type())
        ? List.of()
        : List.of("nothing here acts on kind \"%s\" yet".formatted(type.type().kind()));
  }
}
