/// The small programs that come with the project, for containers to run, and the catalogue of their
/// images.
///
/// Containers see this module and nothing else of the project.
///
/// Read in this order: [Catalogue], [WebServer], [Visitor], [OwnAddress].
@NullMarked
package timonier.pods.programs;

import org.jspecify.annotations.NullMarked;
