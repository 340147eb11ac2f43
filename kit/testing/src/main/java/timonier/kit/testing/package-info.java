/// Annotations of tests that learners see, and what keeps tests honest: planted bugs that tests
/// must find, and the rules of the sources.
@NullMarked
package timonier.kit.testing;

import org.jspecify.annotations.NullMarked;
