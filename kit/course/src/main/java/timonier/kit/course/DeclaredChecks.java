package timonier.kit.course;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import timonier.kit.course.CheckResult.State;

/// The checks that a test class declares, known before any of them runs.
final class DeclaredChecks extends TreeScanner<@Nullable Void, @Nullable Void> {

  private final String exercise;
  private final List<CheckResult> found = new ArrayList<>();

  private DeclaredChecks(String exercise) {
    this.exercise = exercise;
  }

  /// The checks of a test class, as not run.
  static List<CheckResult> of(String exercise, String text) {
    var reader = new DeclaredChecks(exercise);
    reader.scan(ParsedSource.of(text).unit(), null);
    return List.copyOf(reader.found);
  }

  @Override
  public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
    for (var annotation : tree.getModifiers().getAnnotations()) {
      if (annotation.getAnnotationType().toString().equals("Check")) {
        found.add(check(tree.getName().toString(), annotation));
      }
    }
    return super.visitMethod(tree, nothing);
  }

  private CheckResult check(String name, AnnotationTree annotation) {
    var sentence = "";
    var points = 1;
    for (var argument : annotation.getArguments()) {
      if (argument instanceof AssignmentTree named
          && named.getVariable().toString().equals("points")) {
        points = Integer.parseInt(text(named.getExpression()));
      } else {
        sentence =
            text(argument instanceof AssignmentTree named ? named.getExpression() : argument);
      }
    }
    return new CheckResult(exercise, name, sentence, points, State.NOT_RUN, "", "", "", "", "");
  }

  /// The value of a text that may be a concatenation.
  private static String text(ExpressionTree tree) {
    return switch (tree) {
      case LiteralTree literal -> String.valueOf(literal.getValue());
      case BinaryTree sum -> text(sum.getLeftOperand()) + text(sum.getRightOperand());
      default -> tree.toString();
    };
  }
}
