package timonier.kit.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Lists what a test needs of the machine.
///
/// If something is missing, the test is skipped with a reason that says how to add it; under
/// [Extent#ALL] and [Extent#LONG] it fails instead.
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(NeedsCondition.class)
public @interface Needs {

  /// The needs, all of which must be met.
  Need[] value();
}
