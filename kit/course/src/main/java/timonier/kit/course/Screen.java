package timonier.kit.course;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// Words on a terminal: with colours where there are some, without where not. What a colour says a
/// word or a sign says too.
final class Screen {

  private static final int WIDTH = 80;

  private final PrintStream out;
  private final boolean coloured;

  /// Where to write.
  ///
  /// @param coloured whether the terminal knows colours and the user wants them
  Screen(PrintStream out, boolean coloured) {
    this.out = out;
    this.coloured = coloured;
  }

  /// The user's terminal; plain when it is none, and with the variable `NO_COLOR`.
  static Screen standard() {
    var console = System.console();
    var isTerminal = console != null && console.isTerminal();
    return new Screen(
        System.out,
        isTerminal && System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM")));
  }

  /// Colours that are told apart on light and on dark ground.
  enum Style {
    PLAIN(""),
    GOOD("32"),
    BAD("31"),
    DIM("2"),
    STRONG("1");

    private final String code;

    Style(String code) {
      this.code = code;
    }
  }

  String styled(Style style, String text) {
    return coloured && style != Style.PLAIN ? "\033[" + style.code + "m" + text + "\033[0m" : text;
  }

  void line(Style style, String text) {
    out.println(styled(style, text));
  }

  void line(String text) {
    out.println(text);
  }

  /// A text that is broken between words; its lines after the first are indented like what follows
  /// the label.
  void labelled(String label, String text) {
    var indentation = " ".repeat(label.length());
    var first = true;
    for (var line : wrapped(text, WIDTH - label.length())) {
      out.println((first ? styled(Style.DIM, label) : indentation) + line);
      first = false;
    }
  }

  void paragraph(String text) {
    labelled("", text);
  }

  /// Empties the screen, where there is one.
  void clear() {
    if (coloured) {
      out.print("\033[H\033[2J\033[3J");
      out.flush();
    } else {
      out.println();
    }
  }

  boolean isColoured() {
    return coloured;
  }

  static List<String> wrapped(String text, int width) {
    var lines = new ArrayList<String>();
    for (var paragraph : text.split("\n", -1)) {
      var line = new StringBuilder();
      for (var word : paragraph.split(" ", -1)) {
        if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
          lines.add(line.toString());
          line.setLength(0);
        }
        line.append(line.isEmpty() ? "" : " ").append(word);
      }
      lines.add(line.toString());
    }
    return lines;
  }
}
