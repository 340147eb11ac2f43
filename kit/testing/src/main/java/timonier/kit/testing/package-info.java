/// What tests are marked with that learners get to see, and what keeps tests honest: bugs that are
/// planted to see them found, and the rules of the sources.
@NullMarked
package timonier.kit.testing;

import org.jspecify.annotations.NullMarked;
