package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.ResourceType;

/// The kinds of the stable groups of Kubernetes 1.36, read from a table.
public final class Kinds {

  private final Map<String, Kind> kinds = new LinkedHashMap<>();

  /// Reads the table.
  public Kinds() {
    Table.rows(Kinds.class, "kinds.tsv").stream()
        .skip(1)
        .map(Kind::of)
        .forEach(kind -> kinds.put(name(kind.group(), kind.version(), kind.plural()), kind));
  }

  private static String name(String group, String version, String plural) {
    return group + "/" + version + "/" + plural;
  }

  /// All of them, in the order of the table.
  public List<Kind> all() {
    return List.copyOf(kinds.values());
  }

  /// What the table says of a type of object; of one that it does not have, only what it is called.
  public Kind of(ResourceType<?> type) {
    var known = kinds.get(name(type.group(), type.version(), type.plural()));
    return known != null ? known : Kind.plain(type, List.of());
  }

  /// What a server must know of a kind besides its fields.
  ///
  /// @param group the API group; empty for the core group
  /// @param version the version in the group, as in `v1`
  /// @param kind the name in documents, as in `Pod`
  /// @param plural the name in paths, as in `pods`
  /// @param namespaced whether its objects live in namespaces
  /// @param shortNames what kubectl accepts for it, as in `po`
  /// @param categories the groups it is listed under, as in `all`
  /// @param subresources the subresources of its objects, as in `status`
  /// @param nameRule what its objects may be called: `label`, `subdomain`, `segment`, `address`, or
  ///   `given`: a subdomain that the server makes up where there is none
  /// @param counted the parts whose changes are counted in `metadata.generation`, as in `spec`
  /// @param initial what a new object has in any case, in JSON; empty for nothing
  /// @param fields the fields that can select objects, besides name and namespace
  /// @param answersObject whether a deletion answers the object that is gone, rather than a status
  /// @param strategy what the server writes into an object besides
  /// @param deprecation what clients should know of a type that another one has replaced; empty for
  ///   nothing
  public record Kind(
      String group,
      String version,
      String kind,
      String plural,
      boolean namespaced,
      List<String> shortNames,
      List<String> categories,
      List<String> subresources,
      String nameRule,
      List<String> counted,
      String initial,
      List<SelectableField> fields,
      boolean answersObject,
      Strategy strategy,
      String deprecation) {

    private static Kind of(String[] row) {
      return new Kind(
          row[0],
          row[1],
          row[2],
          row[3],
          row[4].equals("namespace"),
          Table.words(row[5]),
          Table.words(row[6]),
          Table.words(row[7]),
          row[8],
          Table.words(row[9]),
          row[10],
          Table.words(row[11]).stream().map(SelectableField::of).toList(),
          row[12].equals("object"),
          Strategy.of(row[13]),
          row[14]);
    }

    /// A kind without anything special.
    ///
    /// @param fields the fields that can select its objects
    public static Kind plain(ResourceType<?> type, List<SelectableField> fields) {
      return new Kind(
          type.group(),
          type.version(),
          type.kind(),
          type.plural(),
          type.namespaced(),
          type.shortNames(),
          type.categories(),
          type.subresources(),
          "subdomain",
          List.of(),
          "",
          fields,
          false,
          Strategy.NONE,
          "");
    }

    /// Takes from a new object the status that its client gave it, unless the kind keeps that.
    ///
    /// @return the same object
    public ObjectNode withoutStatus(ObjectNode object) {
      if (strategy != Strategy.GIVEN_STATUS) {
        object.remove("status");
      }
      return object;
    }

    /// Gives a new object what it has in any case.
    public void begin(ObjectNode object) {
      if (!initial.isEmpty()) {
        var parts = JsonFormat.parse(initial.getBytes(StandardCharsets.UTF_8));
        for (var part : parts.properties()) {
          object.withObject("/" + part.getKey()).setAll((ObjectNode) part.getValue());
        }
      }
      strategy.begin(object);
    }

    /// Writes into a changed object what follows from the change.
    public void follow(ObjectNode before, ObjectNode after) {
      strategy.follow(before, after);
    }

    /// Whether the server names an object that has no name.
    public boolean isNamedByServer() {
      return nameRule.equals("given");
    }

    /// Whether there are fields that only objects of this kind, or a few, are selected by.
    public boolean hasOwnFields() {
      return !fields.isEmpty();
    }

    /// The field that a selector calls so. Only kinds of the cluster that have fields of their own
    /// know no namespace.
    public Optional<SelectableField> field(String label) {
      var isKnown =
          label.equals("metadata.name")
              || label.equals("metadata.namespace") && (namespaced || !hasOwnFields());
      return isKnown
          ? Optional.of(SelectableField.of(label))
          : fields.stream().filter(field -> field.label().equals(label)).findFirst();
    }

    /// Whether any change counts in `metadata.generation`.
    public boolean hasGenerations() {
      return !counted.isEmpty();
    }

    /// Whether a change counts in `metadata.generation`.
    public boolean counts(ObjectNode before, ObjectNode after) {
      return counted.stream().anyMatch(part -> !before.at("/" + part).equals(after.at("/" + part)));
    }
  }
}
