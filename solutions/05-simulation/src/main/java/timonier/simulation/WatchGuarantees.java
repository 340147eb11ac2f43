package timonier.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.RequestPath;
import timonier.apiserver.requests.Transport.WatchObserver;
import timonier.pods.objects.JsonFormat;
import timonier.store.Change;
import timonier.store.KeyRange;
import timonier.store.StoreKey;

/// The nine guarantees of a watch, judged event by event against all that was written.
///
/// Callers pass every write, in order, to [#wrote], and every watch to [#begin]; the [Judge] of a
/// watch throws [AssertionError] at the first event that breaks a guarantee. It shares no code with
/// the server: it keeps its own history, and evaluates selectors itself.
///
/// Source: <https://etcd.io/docs/v3.6/learning/api_guarantees/#watch-apis>, and for objects that
/// come into a selection or leave it,
/// <https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes>.
public final class WatchGuarantees {

  /// A guarantee of a watch.
  public enum Guarantee {
    /// Only what was asked for.
    FILTER("filter", "a watch has only objects that it selects"),
    /// In the order of revisions.
    ORDERED("ordered", "events come in the order of the writes"),
    /// Never twice.
    UNIQUE("unique", "no event comes twice"),
    /// As it was written.
    ATOMIC("atomic", "an event is one write, whole"),
    /// Without gaps.
    RELIABLE("reliable", "no event is left out between two that came"),
    /// Continues where another watch was cut off.
    RESUMABLE("resumable", "a watch goes on where another one ended, if that is still kept"),
    /// Everything up to a bookmark comes before it.
    BOOKMARKABLE("bookmarkable", "a bookmark comes after all events up to its revision"),
    /// A deletion carries the last value.
    PREVIOUS_VALUE("previous value", "a deletion carries the last value that was selected"),
    /// Creations differ from changes.
    IS_CREATE("is-create", "an event shows whether an object was added, changed or deleted");

    private final String title;
    private final String sentence;

    Guarantee(String title, String sentence) {
      this.title = title;
      this.sentence = sentence;
    }

    /// Its name in etcd's documentation.
    public String title() {
      return title;
    }
  }

  /// One write; one side is empty if the object was not there before, or is gone.
  private record Write(
      long revision, StoreKey key, Optional<JsonNode> before, Optional<JsonNode> after) {}

  private final Map<String, List<Write>> writes = new HashMap<>();
  private final Map<StoreKey, JsonNode> values = new HashMap<>();
  private final Set<Judge> open = new LinkedHashSet<>();
  private final Map<Guarantee, Integer> judged = new EnumMap<>(Guarantee.class);

  /// Makes an empty history.
  public WatchGuarantees() {}

  /// Adds the next write of a resource.
  public void wrote(Change change) {
    var after =
        change.isDelete()
            ? Optional.<JsonNode>empty()
            : Optional.of(JsonFormat.parse(change.value()));
    var before =
        Optional.ofNullable(
            after.isPresent()
                ? values.put(change.key(), after.get())
                : values.remove(change.key()));
    writes
        .computeIfAbsent(change.key().resource(), _ -> new ArrayList<>())
        .add(new Write(change.revision(), change.key(), before, after));
  }

  /// Begins to judge a watch.
  ///
  /// @param range the objects it watches
  /// @param selects the filter of these objects
  /// @param after the revision from which it continues
  public Judge begin(KeyRange range, Predicate<JsonNode> selects, long after) {
    var judge = new Judge(range, selects, after);
    open.add(judge);
    return judge;
  }

  /// Begins to judge a watch that a component requests from a revision.
  ///
  /// @throws IllegalArgumentException if it selects by anything but `key=value`
  public Judge begin(ApiRequest request) {
    var path = RequestPath.parse(request.path());
    var resource = path.resource() + (path.group().isEmpty() ? "" : "." + path.group());
    var labels = wanted(request, "labelSelector", key -> List.of("metadata", "labels", key));
    var fields = wanted(request, "fieldSelector", key -> List.of(key.split("\\.", -1)));
    var all = Stream.concat(labels, fields).toList();
    return begin(
        new KeyRange(resource, path.namespace(), path.name()),
        object -> all.stream().allMatch(wanted -> wanted.holds(object)),
        Long.parseLong(request.parameter("resourceVersion").orElseThrow()));
  }

  /// A value that a selector requires in a field of an object.
  private record Wanted(List<String> path, String value) {
    boolean holds(JsonNode object) {
      var node = object;
      for (var part : path) {
        node = node.path(part);
      }
      return node.asText("").equals(value);
    }
  }

  private static Stream<Wanted> wanted(
      ApiRequest request, String selector, Function<String, List<String>> path) {
    return request.parameter(selector).stream()
        .flatMap(text -> Stream.of(text.split(",", -1)))
        .map(term -> {
          var sides = term.split("=", -1);
          if (sides.length != 2 || sides[0].endsWith("!")) {
            throw new IllegalArgumentException("expected key=value, but got " + term);
          }
          return new Wanted(path.apply(sides[0]), sides[1]);
        });
  }

  /// Called when a watch was refused, or ended, because its revision is no longer kept.
  ///
  /// @param oldest the oldest revision that is kept
  public void expired(Judge judge, long oldest) {
    require(
        Guarantee.RESUMABLE,
        judge.position < oldest,
        () -> "%s cannot go on, though all since %d is kept".formatted(judge, oldest));
  }

  /// Checks that all open watches have delivered everything. Called when no event is under way.
  ///
  /// @param revision the newest revision
  public void settled(long revision) {
    open.forEach(judge -> judge.skipTo(revision + 1, Guarantee.RELIABLE));
  }

  /// How often each guarantee had something to judge, by its name in etcd's documentation.
  public Map<String, Integer> judged() {
    var counts = new TreeMap<String, Integer>();
    judged.forEach((guarantee, count) -> counts.put(guarantee.title, count));
    return counts;
  }

  private void require(Guarantee guarantee, boolean holds, Supplier<String> found) {
    judged.merge(guarantee, 1, Integer::sum);
    if (!holds) {
      throw new AssertionError(
          "%s (%s): %s".formatted(guarantee.title, guarantee.sentence, found.get()));
    }
  }

  /// Judges one watch.
  public final class Judge {
    private final KeyRange range;
    private final Predicate<JsonNode> selects;
    private final Set<Long> told = new HashSet<>();
    private final List<Write> history;
    private int next;
    private long position;
    private Guarantee missing = Guarantee.RESUMABLE;

    Judge(KeyRange range, Predicate<JsonNode> selects, long after) {
      this.range = range;
      this.selects = selects;
      this.position = after;
      this.history = writes.computeIfAbsent(range.resource(), _ -> new ArrayList<>());
      while (next < history.size() && history.get(next).revision() <= after) {
        next++;
      }
    }

    /// Judges an event.
    ///
    /// @param type `ADDED`, `MODIFIED`, `DELETED` or `BOOKMARK`
    /// @param object the object as JSON
    public void event(String type, byte[] object) {
      var tree = (ObjectNode) JsonFormat.parse(object);
      var version = ((ObjectNode) tree.path("metadata")).remove("resourceVersion");
      var revision = Long.parseLong(version.asText());
      if (type.equals("BOOKMARK")) {
        bookmark(revision);
      } else {
        write(type, revision, tree);
      }
    }

    /// Judges all events of an observer, until the watch ends.
    ///
    /// @param oldest the oldest revision that is kept now
    public WatchObserver observing(WatchObserver observer, LongSupplier oldest) {
      return new WatchObserver() {
        @Override
        public void event(String type, byte[] object) {
          if (!type.equals("ERROR")) {
            Judge.this.event(type, object);
          } else if (JsonFormat.parse(object).path("code").asInt() == 410) {
            expired(Judge.this, oldest.getAsLong());
          }
          observer.event(type, object);
        }

        @Override
        public void closed() {
          end();
          observer.closed();
        }
      };
    }

    /// Called when either side ended the watch.
    public void end() {
      open.remove(this);
    }

    @Override
    public String toString() {
      return "the watch of %s at %d".formatted(range, position);
    }

    private void bookmark(long revision) {
      require(
          Guarantee.BOOKMARKABLE,
          revision >= position,
          () -> "%s got a bookmark of %d".formatted(this, revision));
      skipTo(revision + 1, Guarantee.BOOKMARKABLE);
      position = revision;
    }

    private void write(String type, long revision, JsonNode object) {
      Supplier<String> said = () -> "%s got %s at %d".formatted(this, type, revision);
      require(Guarantee.UNIQUE, told.add(revision), () -> said.get() + " once more");
      var ordered = revision > position;
      require(Guarantee.ORDERED, ordered, said);
      skipTo(revision, missing);
      missing = Guarantee.RELIABLE;
      position = revision;
      var isWrite = next < history.size() && history.get(next).revision() == revision;
      require(Guarantee.ATOMIC, isWrite, () -> said.get() + ", which is not a write of these");
      value(type, history.get(next++), object, said);
    }

    private void value(String type, Write write, JsonNode object, Supplier<String> said) {
      var before = write.before().filter(selects);
      var after = write.after().filter(selects);
      var inRange = range.contains(write.key());
      require(
          Guarantee.FILTER,
          inRange && (before.isPresent() || after.isPresent()),
          () -> said.get() + " of " + write.key());
      var right = after.isEmpty() ? "DELETED" : before.isEmpty() ? "ADDED" : "MODIFIED";
      require(Guarantee.IS_CREATE, type.equals(right), () -> said.get() + ", but it is " + right);
      var guarantee = after.isEmpty() ? Guarantee.PREVIOUS_VALUE : Guarantee.ATOMIC;
      var value = after.or(() -> before).orElseThrow();
      require(
          guarantee,
          object.equals(value),
          () -> "%s as %s, but it is %s".formatted(said.get(), object, value));
    }

    /// Skips the writes before a revision: none of them may concern this watch.
    private void skipTo(long revision, Guarantee guarantee) {
      Optional<Write> skipped = Optional.empty();
      while (next < history.size() && history.get(next).revision() < revision) {
        var write = history.get(next++);
        skipped = skipped.or(() -> Optional.of(write).filter(this::concerns));
      }
      var missed = skipped;
      require(guarantee, missed.isEmpty(), () -> "%s did not get %s".formatted(this, missed.get()));
    }

    private boolean concerns(Write write) {
      return range.contains(write.key())
          && (write.before().filter(selects).isPresent()
              || write.after().filter(selects).isPresent());
    }
  }
}
