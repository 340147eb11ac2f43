package timonier.kit.publishing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.asciidoctor.Asciidoctor;
import org.asciidoctor.Attributes;
import org.asciidoctor.Options;
import org.asciidoctor.SafeMode;
import org.asciidoctor.ast.Cursor;
import org.asciidoctor.log.LogHandler;
import org.asciidoctor.log.LogRecord;
import org.asciidoctor.log.Severity;
import timonier.kit.course.Course;
import timonier.kit.course.Course.Chapter;
import timonier.kit.course.CourseFailure;
import timonier.kit.course.FileTree;

/// Makes pages for a browser of the texts of a course. The pages load nothing from other hosts.
///
/// Only this file and [BookMacro] use Asciidoctor: it is slow to load, and no other command should
/// wait for it.
final class Book {

  private static final String STYLE = "book.css";

  private final Course course;
  private final List<String> problems = new ArrayList<>();
  private final Asciidoctor asciidoctor;
  private int quotes;

  /// A book of a course, made by an Asciidoctor that may have made others before.
  Book(Course course, Asciidoctor asciidoctor) {
    this.course = course;
    this.asciidoctor = asciidoctor;
  }

  /// Writes the book of a course.
  ///
  /// @return how many symbols it quotes
  /// @throws CourseFailure if a text is wrong; then nothing was written
  static int write(Course course, Path folder) {
    try (var asciidoctor = Asciidoctor.Factory.create()) {
      return new Book(course, asciidoctor).write(folder);
    }
  }

  /// Writes the pages of all chapters that have a text.
  ///
  /// @return how many symbols they quote
  /// @throws CourseFailure if a text is wrong; then nothing was written
  int write(Path folder) {
    var texts =
        course.chapters().stream()
            .filter(chapter -> Files.exists(chapter.folder().resolve(BookText.FILE)))
            .map(chapter ->
                BookText.of(chapter, FileTree.read(chapter.folder().resolve(BookText.FILE))))
            .toList();
    texts.forEach(text -> problems.addAll(text.problems()));
    var pages = problems.isEmpty() ? texts.stream().map(this::page).toList() : List.<BookPage>of();
    pages.forEach(page -> problems.addAll(page.problems()));
    if (problems.isEmpty() && quotes == 0) {
      problems.add(
          "The book quotes no code: no text in %s has a line code::…[]."
              .formatted(course.folder()));
    }
    if (!problems.isEmpty()) {
      throw new CourseFailure(String.join("\n", problems));
    }
    write(pages, folder);
    return quotes;
  }

  private BookPage page(BookText text) {
    LogHandler notes = message -> note(text.chapter(), message);
    asciidoctor.registerLogHandler(notes);
    try {
      return converted(text);
    } finally {
      asciidoctor.unregisterLogHandler(notes);
      asciidoctor.unregisterAllExtensions();
    }
  }

  private BookPage converted(BookText text) {
    var macro = new BookMacro(text.listings());
    asciidoctor.javaExtensionRegistry().blockMacro(macro);
    var attributes =
        Attributes.builder()
            .attribute("toc", "")
            .attribute("toc-title", "In this chapter")
            .attribute("toclevels", "1")
            .attribute("showtitle", "")
            .attribute("idprefix", "")
            .attribute("idseparator", "-")
            .attribute("docname", text.chapter().name() + "/" + BookText.FILE)
            .build();
    var options =
        Options.builder()
            .safe(SafeMode.SECURE)
            .standalone(false)
            .baseDir(text.chapter().folder().toFile())
            .attributes(attributes)
            .build();
    var body = Objects.requireNonNull(asciidoctor.convert(text.text(), options));
    quotes += macro.count();
    return new BookPage(text.chapter(), body);
  }

  private void note(Chapter chapter, LogRecord message) {
    if (message.getSeverity().compareTo(Severity.WARN) >= 0) {
      var line = Optional.ofNullable(message.getCursor()).map(Cursor::getLineNumber);
      problems.add(
          "%s/%s%s: %s"
              .formatted(
                  chapter.name(),
                  BookText.FILE,
                  line.map(number -> ":" + number).orElse(""),
                  message.getMessage()));
    }
  }

  private void write(List<BookPage> pages, Path folder) {
    try {
      Files.createDirectories(folder);
      try (var style = Objects.requireNonNull(Book.class.getResourceAsStream(STYLE))) {
        Files.copy(style, folder.resolve(STYLE), StandardCopyOption.REPLACE_EXISTING);
      }
      var chapters = pages.stream().map(BookPage::chapter).toList();
      Files.writeString(folder.resolve("index.html"), BookPage.contents(course, chapters));
      for (var i = 0; i < pages.size(); i++) {
        var own = folder.resolve(chapters.get(i).name());
        Files.createDirectories(own);
        copyPictures(chapters.get(i), own);
        Files.writeString(
            own.resolve("index.html"),
            pages.get(i).html(course.title(), at(chapters, i - 1), at(chapters, i + 1)));
      }
    } catch (IOException e) {
      throw new CourseFailure(
          "The pages cannot be written to %s: %s. Choose another folder with --out."
              .formatted(folder, e.getMessage()));
    }
  }

  private static Optional<Chapter> at(List<Chapter> chapters, int index) {
    return index < 0 || index >= chapters.size()
        ? Optional.empty()
        : Optional.of(chapters.get(index));
  }

  private static void copyPictures(Chapter chapter, Path to) throws IOException {
    try (var files = Files.list(chapter.folder())) {
      for (var file : files.filter(path -> path.toString().endsWith(".svg")).toList()) {
        Files.copy(
            file,
            to.resolve(Objects.requireNonNull(file.getFileName()).toString()),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
