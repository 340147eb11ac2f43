/// What keeps the tests honest: bugs that are planted to see them found, and the rules of the
/// sources.
@NullMarked
package timonier.kit.testing;

import org.jspecify.annotations.NullMarked;
