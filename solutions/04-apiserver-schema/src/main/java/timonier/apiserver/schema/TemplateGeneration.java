package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// The count of the templates that a DaemonSet had, in the annotation that older clients read.
final class TemplateGeneration {

  private static final String ANNOTATION = "deprecated.daemonset.template.generation";

  /// A new DaemonSet begins with one.
  static void begin(ObjectNode set) {
    write(set, Math.max(1, read(set)));
  }

  /// A change of the template counts.
  static void update(ObjectNode old, ObjectNode set) {
    var isChanged = !template(old).equals(template(set));
    write(set, read(old) + (isChanged ? 1 : 0));
  }

  private static JsonNode template(ObjectNode set) {
    return set.path("spec").path("template");
  }

  private static long read(ObjectNode set) {
    return set.path("metadata").path("annotations").path(ANNOTATION).asLong(0);
  }

  private static void write(ObjectNode set, long generation) {
    set.withObject("/metadata")
        .withObject("/annotations")
        .put(ANNOTATION, Long.toString(generation));
  }

  private TemplateGeneration() {}
}
