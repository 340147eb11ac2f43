/// Makes pages for a browser of the chapters' texts.
///
/// A text quotes code by name ([BookSymbol]), and a [BookText] finds all quoted code before
/// anything is written. [Book] calls Asciidoctor to make a [BookPage] of each chapter.
///
/// Read in this order: [BookCommand], [Book], [BookText], [BookSymbol], [BookPage].
@NullMarked
package timonier.kit.publishing;

import org.jspecify.annotations.NullMarked;
