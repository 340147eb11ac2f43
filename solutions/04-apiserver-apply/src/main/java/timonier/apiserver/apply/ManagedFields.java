package timonier.apiserver.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import timonier.apiserver.apply.Shape.Fields;

/// Who wrote which fields of an object last: `metadata.managedFields`, one entry for each manager
/// and way of writing.
///
/// An entry is only read where a write concerns it, so that a component which writes its own fields
/// again and again costs a look at them and nothing else.
public final class ManagedFields {

  /// Who owns the fields of an object from before anybody noted owners.
  private static final String BEFORE = "before-first-apply";

  /// Who owns the fields of those who wrote longest ago, where too many did.
  private static final String ANCIENT = "ancient-changes";

  /// The most entries of operation `Update` (Kubernetes: 10).
  private static final int MOST_UPDATES = 10;

  private static final String FIELD = "managedFields";

  /// Who writes.
  ///
  /// @param manager the program
  /// @param subresource the part of the object that it writes; empty for the object
  /// @param apiVersion the version in which it writes
  /// @param time when, to the second
  public record Author(String manager, String subresource, String apiVersion, Instant time) {

    Entry entry(String operation, FieldSet fields) {
      var json = JsonNodeFactory.instance.objectNode();
      json.put("manager", manager)
          .put("operation", operation)
          .put("apiVersion", apiVersion)
          .put("time", time.toString())
          .put("fieldsType", "FieldsV1");
      json.set("fieldsV1", fields.json());
      if (!subresource.isEmpty()) {
        json.put("subresource", subresource);
      }
      return new Entry(json);
    }

    private boolean is(Entry entry, String operation) {
      return entry.text("manager").equals(manager)
          && entry.text("operation").equals(operation)
          && entry.text("subresource").equals(subresource)
          && (operation.equals(Entry.APPLY) || entry.text("apiVersion").equals(apiVersion));
    }
  }

  /// One entry.
  private record Entry(JsonNode json) {
    static final String APPLY = "Apply";
    static final String UPDATE = "Update";

    static final Comparator<Entry> ORDER =
        Comparator.<Entry, String>comparing(entry -> entry.text("operation"))
            .thenComparing(entry -> entry.text("time"))
            .thenComparing(entry -> entry.text("manager"))
            .thenComparing(entry -> entry.text("apiVersion"))
            .thenComparing(entry -> entry.text("subresource"));

    String text(String field) {
      return json.path(field).asText("");
    }

    JsonNode fields() {
      return json.path("fieldsV1");
    }

    boolean isUpdate() {
      return text("operation").equals(UPDATE);
    }

    boolean isReadable() {
      return (isUpdate() || text("operation").equals(APPLY)) && FieldSet.isReadable(fields());
    }

    Entry with(FieldSet fields) {
      var copy = JsonNodeFactory.instance.objectNode();
      copy.setAll((ObjectNode) json);
      copy.set("fieldsV1", fields.json());
      return new Entry(copy);
    }

    /// What a message calls the manager.
    String name() {
      var name = new StringBuilder("\"").append(text("manager")).append('"');
      if (!text("subresource").isEmpty()) {
        name.append(" with subresource \"").append(text("subresource")).append('"');
      }
      if (isUpdate()) {
        name.append(" using ").append(text("apiVersion"));
      }
      return name.toString();
    }
  }

  /// Notes who made a new object, in place.
  public static void created(Fields shape, Author author, ObjectNode object) {
    var nothing = JsonNodeFactory.instance.objectNode();
    var fields = Comparison.of(shape, nothing, object).written();
    write(object, fields.isEmpty() ? List.of() : List.of(author.entry(Entry.UPDATE, fields)));
  }

  /// Records who changed an object, in place. Records nothing if the object has no entries yet, or
  /// if the writer sends one empty entry, which asks for none.
  public static void updated(Fields shape, Author author, ObjectNode before, ObjectNode object) {
    var noted = noted(author, before, object);
    if (noted.isEmpty()) {
      metadata(object).remove(FIELD);
      return;
    }
    var comparison = Comparison.of(shape, before, object);
    if (comparison.isEmpty()) {
      metadata(object).set(FIELD, noted);
      return;
    }
    var entries = new ArrayList<Entry>();
    var own = new FieldSet();
    var isNews = true;
    for (var json : noted) {
      var entry = new Entry(json);
      if (!author.is(entry, Entry.UPDATE)) {
        release(entry, comparison).ifPresent(entries::add);
      } else if (comparison.written().isWithin(entry.fields())
          && !comparison.removed().overlaps(entry.fields())) {
        isNews = false;
        entries.add(entry);
      } else {
        own = FieldSet.read(entry.fields());
      }
    }
    if (isNews) {
      own.removeAll(comparison.removed()).addAll(comparison.written());
      if (!own.isEmpty()) {
        entries.add(author.entry(Entry.UPDATE, own));
      }
    }
    write(object, entries);
  }

  /// The entries that a write starts from: its own, if it carries any.
  private static JsonNode noted(Author author, ObjectNode before, ObjectNode object) {
    var old = before.path("metadata").path(FIELD);
    var stated = object.path("metadata").path(FIELD);
    if (stated.isEmpty() || !author.subresource().isEmpty() || stated.equals(old)) {
      return old;
    }
    if (stated.size() == 1 && stated.get(0).isEmpty()) {
      return JsonNodeFactory.instance.missingNode();
    }
    for (var json : stated) {
      if (!new Entry(json).isReadable()) {
        return old;
      }
    }
    return stated;
  }

  /// What is left of the entry of somebody else; empty if that is nothing.
  private static Optional<Entry> release(Entry entry, Comparison comparison) {
    var fields = entry.fields();
    if (!comparison.written().overlaps(fields) && !comparison.removed().overlaps(fields)) {
      return Optional.of(entry);
    }
    var rest = FieldSet.read(fields).removeAll(comparison.written());
    rest.removeAll(comparison.removed());
    return rest.isEmpty() ? Optional.empty() : Optional.of(entry.with(rest));
  }

  /// The object to which somebody applied a document.
  ///
  /// @param live the object as it is; without fields if it does not exist yet
  /// @param document what is wanted of it
  /// @param force whether fields of others may be taken
  /// @throws timonier.pods.objects.ApiException 409 if they may not, but would be; 400 if the
  ///   document cannot be merged
  public static ObjectNode applied(
      Fields shape, Author author, ObjectNode live, ObjectNode document, boolean force) {
    var wanted = Merge.fields(shape, document);
    var before = new FieldSet();
    var owned = new FieldSet().addAll(wanted);
    var others = new ArrayList<Entry>();
    var own = new ArrayList<Entry>();
    for (var entry : entries(shape, author, live)) {
      if (author.is(entry, Entry.APPLY)) {
        before.addAll(FieldSet.read(entry.fields()));
        own.add(entry);
      } else {
        owned.addAll(FieldSet.read(entry.fields()));
        others.add(entry);
      }
    }
    var object = Merge.merge(shape, live, document);
    Merge.prune(shape, object, before, owned);
    var comparison = Comparison.of(shape, live, object);
    refuse(shape, author, live, conflicts(others, comparison), force);
    var entries = new ArrayList<Entry>();
    others.forEach(entry -> release(entry, comparison).ifPresent(entries::add));
    if (own.size() == 1 && wanted.equals(before) && isOf(own.getFirst(), author.apiVersion())) {
      entries.addAll(own);
    } else if (!wanted.isEmpty()) {
      entries.add(author.entry(Entry.APPLY, wanted));
    }
    write(object, entries);
    if (author.manager().equals(LastApplied.KUBECTL)) {
      LastApplied.note(object, document);
    }
    return object;
  }

  private static boolean isOf(Entry entry, String apiVersion) {
    return entry.text("apiVersion").equals(apiVersion);
  }

  /// The entries of an object; if it has none, all its fields are from before the first apply.
  private static List<Entry> entries(Fields shape, Author author, ObjectNode live) {
    var entries = new ArrayList<Entry>();
    live.path("metadata").path(FIELD).forEach(json -> entries.add(new Entry(json)));
    if (entries.isEmpty() && !live.isEmpty()) {
      var nothing = JsonNodeFactory.instance.objectNode();
      var everything = Comparison.of(shape, nothing, live).written();
      var ancient = new Author(BEFORE, "", author.apiVersion(), author.time());
      entries.add(ancient.entry(Entry.UPDATE, everything));
    }
    return entries;
  }

  private static Conflicts conflicts(List<Entry> others, Comparison comparison) {
    var conflicts = Conflicts.none();
    for (var entry : others) {
      if (comparison.written().overlaps(entry.fields())) {
        var common = FieldSet.read(entry.fields()).common(comparison.written());
        conflicts.fields().merge(entry.name(), common, FieldSet::addAll);
      }
    }
    return conflicts;
  }

  private static void refuse(
      Fields shape, Author author, ObjectNode live, Conflicts conflicts, boolean force) {
    if (force || conflicts.isEmpty()) {
      return;
    }
    if (author.manager().equals(LastApplied.KUBECTL)) {
      conflicts.allow(LastApplied.fields(shape, live));
    }
    if (!conflicts.isEmpty()) {
      throw conflicts.refusal();
    }
  }

  private static ObjectNode metadata(ObjectNode object) {
    return object.withObject("/metadata");
  }

  private static void write(ObjectNode object, List<Entry> entries) {
    if (entries.isEmpty()) {
      metadata(object).remove(FIELD);
      return;
    }
    var array = JsonNodeFactory.instance.arrayNode(entries.size());
    capped(entries).stream().sorted(Entry.ORDER).forEach(entry -> array.add(entry.json()));
    metadata(object).set(FIELD, array);
  }

  /// Not too many entries: those who wrote longest ago share one.
  private static List<Entry> capped(List<Entry> entries) {
    var updates = entries.stream().filter(Entry::isUpdate).sorted(Entry.ORDER).toList();
    if (updates.size() <= MOST_UPDATES) {
      return entries;
    }
    var shared = updates.subList(0, updates.size() - MOST_UPDATES + 1);
    var fields = new FieldSet();
    shared.forEach(entry -> fields.addAll(FieldSet.read(entry.fields())));
    var ancient = shared.getLast().with(fields);
    ((ObjectNode) ancient.json()).put("manager", ANCIENT).remove("subresource");
    var rest = new ArrayList<>(entries);
    rest.removeAll(shared);
    rest.add(ancient);
    return rest;
  }

  private ManagedFields() {}
}
