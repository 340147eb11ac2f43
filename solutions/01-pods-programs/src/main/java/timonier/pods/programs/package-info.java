/// The small programs that come with the project, for containers to run, and the catalogue of the
/// images that stand for them.
///
/// They are read inside containers, where nothing else of the project is.
///
/// Read in this order: [Catalogue], [WebServer], [Visitor], [OwnAddress].
@NullMarked
package timonier.pods.programs;

import org.jspecify.annotations.NullMarked;
