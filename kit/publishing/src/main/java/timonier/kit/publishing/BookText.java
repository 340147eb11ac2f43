package timonier.kit.publishing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import timonier.kit.course.Course.Chapter;

/// The text of a chapter, and the code that it quotes.
///
/// A line `code::Shop.Basket#price[]` quotes documentation and source of a symbol of the chapter;
/// `code::Shop.Basket[head]` quotes documentation and declaration only. A text can quote code in no
/// other way, so it always shows the present code.
///
/// @param chapter its chapter
/// @param text in Asciidoctor's language
/// @param listings the quoted code as HTML, by the macro that quotes it
/// @param problems quoted symbols that do not exist, each with file and line
record BookText(Chapter chapter, String text, Map<String, String> listings, List<String> problems) {

  /// The file in a chapter's folder.
  static final String FILE = "index.adoc";

  /// The macro's name.
  static final String MACRO = "code";

  private static final Pattern LINE = Pattern.compile(MACRO + "::(\\S[^\\[]*)\\[(.*)]\\s*");

  /// Reads the text of a chapter.
  static BookText of(Chapter chapter, String text) {
    var listings = new TreeMap<String, String>();
    var problems = new ArrayList<String>();
    var number = 0;
    for (var line : text.lines().toList()) {
      number++;
      var macro = LINE.matcher(line);
      if (macro.matches()) {
        var place = "%s:%d".formatted(file(chapter), number);
        quote(chapter, macro.group(1), macro.group(2), place, listings, problems);
      }
    }
    return new BookText(chapter, text, listings, problems);
  }

  /// The key of a macro in the listings.
  static String key(String name, String form) {
    return name + "[" + form + "]";
  }

  private static Path file(Chapter chapter) {
    return Path.of(chapter.name(), FILE);
  }

  private static void quote(
      Chapter chapter,
      String name,
      String form,
      String place,
      Map<String, String> listings,
      List<String> problems) {
    var found = BookSymbol.parse(name).map(symbol -> symbol.find(chapter.solution()));
    var count = found.map(List::size).orElse(0);
    if (!form.isEmpty() && !form.equals("head")) {
      problems.add("%s: code:: knows [] and [head], not [%s].".formatted(place, form));
    } else if (count == 0) {
      problems.add("%s: there is no %s to quote.".formatted(place, name));
    } else if (count > 1) {
      problems.add(
          "%s: there are %d of %s; add the types of its parameters.".formatted(place, count, name));
    } else {
      var symbol = found.orElseThrow().getFirst();
      var source = form.isEmpty() ? symbol.text() : symbol.head();
      listings.put(key(name, form), BookListing.html(name, source));
    }
  }
}
