/// What a course is read in: pages for a browser, made of the chapters' texts.
///
/// A text quotes code by its name ([BookSymbol]), and a [BookText] finds all that it quotes before
/// anything is written. [Book] lets Asciidoctor make a [BookPage] of each chapter.
///
/// Read in this order: [BookCommand], [Book], [BookText], [BookSymbol], [BookPage].
@NullMarked
package timonier.kit.publishing;

import org.jspecify.annotations.NullMarked;
