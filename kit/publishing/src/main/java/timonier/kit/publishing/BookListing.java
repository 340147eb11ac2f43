package timonier.kit.publishing;

import java.util.Optional;
import java.util.regex.Pattern;

/// Java source as a page shows it.
final class BookListing {

  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<comment>//[^\\n]*)"
              + "|(?<string>\"(?:\\\\.|[^\"\\\\\\n])*\")"
              + "|(?<exercise>\\bthrow new UnsupportedOperationException\\b)"
              + "|(?<annotation>@\\w+)"
              + "|(?<keyword>\\b(?:abstract|boolean|break|byte|case|catch|char|class|continue"
              + "|default|do|double|else|enum|extends|final|finally|float|for|if|implements|import"
              + "|instanceof|int|interface|long|new|null|package|permits|private|protected|public"
              + "|record|return|sealed|short|static|super|switch|this|throw|throws|true|false|try"
              + "|var|void|when|while|yield)\\b)");
  private static final String[] KINDS = {"comment", "string", "exercise", "annotation", "keyword"};

  /// A figure with a source and its name.
  static String html(String name, String source) {
    return """
    <figure class="code"><figcaption><code>%s</code></figcaption>\
    <pre class="java"><code>%s</code></pre></figure>
    """
        .formatted(escape(name), highlighted(source));
  }

  private static String highlighted(String source) {
    var html = new StringBuilder();
    var match = TOKEN.matcher(source);
    var end = 0;
    while (match.find()) {
      html.append(escape(source.substring(end, match.start())))
          .append("<span class=\"%s\">".formatted(kind(match)))
          .append(escape(match.group()))
          .append("</span>");
      end = match.end();
    }
    return html.append(escape(source.substring(end))).toString();
  }

  private static String kind(java.util.regex.Matcher match) {
    for (var kind : KINDS) {
      if (Optional.ofNullable(match.group(kind)).isPresent()) {
        return kind;
      }
    }
    return "";
  }

  /// A text, escaped for HTML.
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private BookListing() {}
}
