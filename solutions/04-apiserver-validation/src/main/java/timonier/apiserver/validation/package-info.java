/// Judges objects before they are stored: what is wrong with them, and what their authors should
/// know of those that are right.
///
/// Read in this order: [Validation], [Metadata], [ObjectWarnings], [PodWarnings].
@NullMarked
package timonier.apiserver.validation;

import org.jspecify.annotations.NullMarked;
