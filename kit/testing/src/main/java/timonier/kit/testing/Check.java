package timonier.kit.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;

/// A test of one behaviour that an exercise asks for.
///
/// The name of its method is its permanent name. The assertion's description says what was done, as
/// in `assertThat(wait).as("the wait after the third crash")`, so that a failure can say what was
/// done, what was expected and what came.
@Test
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Check {

  /// The rule that must hold, as one sentence for learners.
  String value();

  /// Its points.
  int points() default 1;
}
