/// Keeps the laws of the project, by reading its sources.
///
/// Read in this order: [Sources], [Finding], [Tidy], [TidyTest].
@NullMarked
package timonier.kit.testing;

import org.jspecify.annotations.NullMarked;
