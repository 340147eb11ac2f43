package timonier.kit.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a test class with the checks of one exercise, which learners see and run.
///
/// Such a class is next to the solution and uses only what learners have too: the module itself,
/// those below it, and the kit. Its checks are pure: no clock, thread or file, and chance only from
/// a seed.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Exercise {

  /// The permanent number of the exercise, as in `02-3`: the chapter, and a number that is never
  /// reused.
  String value();
}
