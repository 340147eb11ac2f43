package timonier.kit.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Says what of the machine a test cannot do without.
///
/// Where some of it is missing, the test is skipped and the reason names what would add it; under
/// [Extent#ALL] and [Extent#LONG] it fails instead.
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(NeedsCondition.class)
public @interface Needs {

  /// The needs, which must all be met.
  Need[] value();
}
