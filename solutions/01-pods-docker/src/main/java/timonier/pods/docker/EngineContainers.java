package timonier.pods.docker;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// The containers of an engine that have certain labels. Of one that stands as it stood before, the
/// engine is not asked for details again, for they are the same.
///
/// @param engine whose they are
/// @param labels which they have
/// @param known what was seen last, by id
public record EngineContainers(
    Engine engine, Map<String, String> labels, Map<String, Details> known) {

  /// Those of an engine with certain labels.
  public static EngineContainers of(Engine engine, Map<String, String> labels) {
    return new EngineContainers(engine, labels, new ConcurrentHashMap<>());
  }

  /// All of them, the oldest first.
  public List<Details> all() {
    var found = new TreeMap<String, Details>();
    for (var listed : engine.containers(labels)) {
      var before = known.get(listed.id());
      if (before != null && before.state().equals(listed.state())) {
        found.put(listed.id(), before);
      } else {
        engine
            .inspect(listed.id())
            .ifPresent(details -> {
              known.put(details.id(), details);
              found.put(details.id(), details);
            });
      }
    }
    known.keySet().retainAll(found.keySet());
    return found.values().stream()
        .sorted(Comparator.comparing(Details::createdAt).thenComparing(Details::id))
        .toList();
  }

  /// One of them, as it was seen last if it was, so that it is found while the engine is away.
  public Optional<Details> find(String id) {
    return Optional.ofNullable(known.get(id)).or(() -> engine.inspect(id).filter(this::isOurs));
  }

  private boolean isOurs(Details details) {
    return details.labels().entrySet().containsAll(labels.entrySet());
  }
}
