package timonier.kit.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says that a test class holds the checks of one exercise, which learners get to see and to run.
///
/// Such a class stands beside the solution and uses nothing but what a learner has too: the module
/// itself, those below it, and the kit. Its checks are pure: no clock, no thread, no file, and
/// chance only from a seed.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Exercise {

  /// The permanent number of the exercise, as in `02-3`: the chapter, and a number that is never
  /// used again for another.
  String value();
}
