package timonier.pods.docker;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// The containers of an engine that have certain labels. Of one that stands as it stood before, the
/// engine is not asked for details again, for they are the same.
///
/// The engine tells an end before its list of containers shows it; asked for that container, it
/// answers when it has done all that belongs to the end.
///
/// @param engine whose they are
/// @param labels which they have
/// @param known what was seen last, by id
/// @param told the ids of those that are known to have ended, whatever the list says
public record EngineContainers(
    Engine engine, Map<String, String> labels, Map<String, Details> known, Set<String> told) {

  /// Those of an engine with certain labels.
  public static EngineContainers of(Engine engine, Map<String, String> labels) {
    return new EngineContainers(
        engine, labels, new ConcurrentHashMap<>(), ConcurrentHashMap.newKeySet());
  }

  /// One of them ended: what was seen of it while it ran counts no more.
  public void ended(String id) {
    told.add(id);
  }

  /// One of them was changed: what was seen of it before counts no more.
  public void changed(String id) {
    known.remove(id);
  }

  /// All of them, the oldest first.
  public List<Details> all() {
    var ended = List.copyOf(told);
    var found = new TreeMap<String, Details>();
    for (var listed : engine.containers(labels)) {
      var before = known.get(listed.id());
      if (before != null && before.state().equals(listed.state()) && isCurrent(before)) {
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
    ended.stream().filter(id -> !found.containsKey(id)).forEach(told::remove);
    return found.values().stream()
        .sorted(Comparator.comparing(Details::createdAt).thenComparing(Details::id))
        .toList();
  }

  private boolean isCurrent(Details seen) {
    return !told.contains(seen.id()) || seen.state().equals("exited") || !seen.error().isEmpty();
  }

  /// One of them, as it was seen last if it was, so that it is found while the engine is away.
  public Optional<Details> find(String id) {
    return Optional.ofNullable(known.get(id)).or(() -> engine.inspect(id).filter(this::isOurs));
  }

  private boolean isOurs(Details details) {
    return details.labels().entrySet().containsAll(labels.entrySet());
  }
}
