package timonier.apiserver.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Status;
import timonier.pods.objects.Status.Cause;
import timonier.pods.objects.Status.Details;

/// The fields that an apply would take from others.
///
/// @param fields by the others' names, as messages call them
record Conflicts(Map<String, FieldSet> fields) {

  static Conflicts none() {
    return new Conflicts(new TreeMap<>());
  }

  boolean isEmpty() {
    return fields.values().stream().allMatch(FieldSet::isEmpty);
  }

  /// Takes out what may be taken from others.
  void allow(FieldSet allowed) {
    fields.values().forEach(set -> set.removeAll(allowed));
    fields.values().removeIf(FieldSet::isEmpty);
  }

  /// 409: the apply is refused, in Kubernetes' words, with one cause a field.
  ApiException refusal() {
    var causes = new ArrayList<Cause>();
    fields.forEach((manager, set) ->
        set.paths()
            .forEach(path ->
                causes.add(new Cause("FieldManagerConflict", "conflict with " + manager, path))));
    var details = new Details("", "", "", "", List.copyOf(causes), Optional.empty());
    return new ApiException(
        new Status("Failure", message(causes), "Conflict", Optional.of(details), 409));
  }

  private String message(List<Cause> causes) {
    if (causes.size() == 1) {
      var only = causes.getFirst();
      return "Apply failed with 1 conflict: %s: %s".formatted(only.message(), only.field());
    }
    var lines = new ArrayList<String>();
    fields.forEach((manager, set) -> {
      lines.add("conflicts with " + manager + ":");
      set.paths().forEach(path -> lines.add("- " + path));
    });
    return "Apply failed with %d conflicts: %s".formatted(causes.size(), String.join("\n", lines));
  }
}
