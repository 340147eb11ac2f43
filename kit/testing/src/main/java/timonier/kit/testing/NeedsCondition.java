package timonier.kit.testing;

import static org.junit.platform.commons.support.AnnotationSupport.findAnnotation;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Skips tests whose [Needs] the machine does not meet.
final class NeedsCondition implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return context
        .getElement()
        .flatMap(element -> findAnnotation(element, Needs.class))
        .map(needs -> judge(List.of(needs.value()), Need::isMet, Extent.chosen()))
        .orElseGet(() -> ConditionEvaluationResult.enabled("needs nothing"));
  }

  /// @throws IllegalStateException if something is missing on a machine that must have everything
  static ConditionEvaluationResult judge(List<Need> needs, Predicate<Need> isMet, Extent extent) {
    var missing =
        needs.stream().filter(isMet.negate()).map(Need::reason).collect(Collectors.joining("; "));
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("the machine has it");
    }
    if (extent != Extent.BRIEF) {
      throw new IllegalStateException(missing);
    }
    return ConditionEvaluationResult.disabled(missing);
  }
}
