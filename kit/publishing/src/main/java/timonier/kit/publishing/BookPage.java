package timonier.kit.publishing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import timonier.kit.course.Course;
import timonier.kit.course.Course.Chapter;

/// A page of the book.
///
/// @param chapter its chapter
/// @param body its content, as HTML
record BookPage(Chapter chapter, String body) {

  private static final Pattern LINK = Pattern.compile("href=\"#([^\"]+)\"");
  private static final Pattern PICTURE = Pattern.compile("<img [^>]*>");
  private static final Pattern FETCHED =
      Pattern.compile(
          "<(?:img|script|link|iframe|object|video|audio|source)\\b[^>]*\"(?:https?:)?//");

  /// Its problems, each as a sentence that names the chapter's file.
  List<String> problems() {
    var problems = new ArrayList<String>();
    for (var exercise : chapter.exercises()) {
      var heading =
          Pattern.compile(
              "<h\\d id=\"exercise-%s\">%s</h\\d>"
                  .formatted(exercise.id(), Pattern.quote(BookListing.escape(exercise.title()))));
      if (!heading.matcher(plain()).find()) {
        problems.add(
            "%s: exercise %s has no section [#exercise-%s] with the title '%s'."
                .formatted(file(), exercise.id(), exercise.id(), exercise.title()));
      }
    }
    LINK.matcher(body)
        .results()
        .map(link -> link.group(1))
        .filter(anchor -> !body.contains("id=\"" + anchor + "\""))
        .forEach(
            anchor -> problems.add("%s: nothing has the anchor #%s.".formatted(file(), anchor)));
    PICTURE
        .matcher(body)
        .results()
        .filter(picture -> !picture.group().matches(".*alt=\"[^\"]{12,}\".*"))
        .forEach(picture ->
            problems.add(
                "%s: a picture says nothing to those who do not see it: %s"
                    .formatted(file(), picture.group())));
    FETCHED
        .matcher(body)
        .results()
        .forEach(fetched ->
            problems.add("%s: fetched from elsewhere: %s".formatted(file(), fetched.group())));
    return problems;
  }

  /// The body with apostrophes and dashes as they were typed.
  private String plain() {
    return body.replace("&#8217;", "'");
  }

  private String file() {
    return chapter.name() + "/" + BookText.FILE;
  }

  /// The whole page.
  ///
  /// @param title the book's
  String html(String title, Optional<Chapter> previous, Optional<Chapter> next) {
    return page(
        chapter.number() + " " + chapter.title() + " · " + title,
        "../",
        "<nav class=\"top\"><a href=\"../index.html\">%s</a></nav>%s%s"
            .formatted(
                BookListing.escape(title), "<main>" + body + "</main>", between(previous, next)));
  }

  private static String between(Optional<Chapter> previous, Optional<Chapter> next) {
    return "<nav class=\"bottom\">%s%s</nav>"
        .formatted(
            previous.map(chapter -> link("../", "← ", chapter, "")).orElse("<span></span>"),
            next.map(chapter -> link("../", "", chapter, " →")).orElse("<span></span>"));
  }

  private static String link(String to, String before, Chapter chapter, String after) {
    return "<a href=\"%s%s/index.html\">%s%s %s%s</a>"
        .formatted(
            to,
            chapter.name(),
            before,
            chapter.number(),
            BookListing.escape(chapter.title()),
            after);
  }

  /// The contents page, with links to all others.
  ///
  /// @param written the chapters that have a page
  static String contents(Course course, List<Chapter> written) {
    var list = new StringBuilder();
    for (var chapter : written) {
      list.append("<section><h2>").append(link("", "", chapter, "")).append("</h2><ol>");
      for (var exercise : chapter.exercises()) {
        list.append(
            "<li><a href=\"%s/index.html#exercise-%s\">%s</a> <small>%d minutes</small></li>"
                .formatted(
                    chapter.name(),
                    exercise.id(),
                    BookListing.escape(exercise.title()),
                    exercise.minutes()));
      }
      list.append("</ol></section>\n");
    }
    var title = BookListing.escape(course.title());
    return page(title, "", "<main><h1>%s</h1>%s</main>".formatted(title, list));
  }

  private static String page(String title, String up, String content) {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>%s</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="%sbook.css">
    </head>
    <body>
    %s
    </body>
    </html>
    """
        .formatted(title, up, content);
  }
}
