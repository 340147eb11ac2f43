package timonier.pods.docker;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// The containers of an engine with certain labels. Details of a container are read again only if
/// its state has changed.
///
/// The engine sends the event of an end before its list of containers shows the end. Asked about
/// that container, it answers once all work at the end is done.
///
/// @param engine that has them
/// @param labels that they have
/// @param known the details last seen, by id
/// @param told the ids of those known to have ended, whatever the list says
public record EngineContainers(
    Engine engine, Map<String, String> labels, Map<String, Details> known, Set<String> told) {

  /// Those of an engine with certain labels.
  public static EngineContainers of(Engine engine, Map<String, String> labels) {
    return new EngineContainers(
        engine, labels, new ConcurrentHashMap<>(), ConcurrentHashMap.newKeySet());
  }

  /// Called when one of them has ended. Details seen while it ran no longer count.
  public void ended(String id) {
    told.add(id);
  }

  /// Forgets what was seen of a container, because it was changed.
  public void changed(String id) {
    known.remove(id);
  }

  /// All of them, oldest first.
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

  /// One of them, as last seen if it was, so that it is found while the engine is away.
  public Optional<Details> find(String id) {
    return Optional.ofNullable(known.get(id)).or(() -> engine.inspect(id).filter(this::isOurs));
  }

  private boolean isOurs(Details details) {
    return details.labels().entrySet().containsAll(labels.entrySet());
  }
}
