package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/// What the server writes into objects of a kind besides defaults, by the name that it has in the
/// table of kinds (Kubernetes: `PrepareForCreate` and `PrepareForUpdate` of a strategy).
public enum Strategy {
  /// Nothing.
  NONE,
  /// The selector of a job, and the labels of its pods.
  JOB_SELECTOR,
  /// How many templates a set of pods has had, in an annotation.
  TEMPLATE_GENERATION,
  /// Nothing; even the status is what the client says that made the object.
  GIVEN_STATUS;

  /// The strategy that a table names; none for an empty cell.
  ///
  /// @throws IllegalArgumentException if there is none of that name
  static Strategy of(String name) {
    return name.isEmpty() ? NONE : valueOf(name.toUpperCase(Locale.ROOT).replace(' ', '_'));
  }

  /// Completes a new object.
  void begin(ObjectNode object) {
    switch (this) {
      case NONE, GIVEN_STATUS -> {}
      case JOB_SELECTOR -> JobSelector.generate(object);
      case TEMPLATE_GENERATION -> TemplateGeneration.begin(object);
    }
  }

  /// Writes into a changed object what follows from the change.
  void follow(ObjectNode before, ObjectNode after) {
    switch (this) {
      case NONE, GIVEN_STATUS, JOB_SELECTOR -> {}
      case TEMPLATE_GENERATION -> TemplateGeneration.update(before, after);
    }
  }
}
