package timonier.kit.course;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// Writes to a terminal, with colours if it has them. Each colour repeats what a word or sign says.
final class Screen {

  private static final int WIDTH = 80;

  private final PrintStream out;
  private final boolean coloured;

  /// Makes one on an output.
  ///
  /// @param coloured whether the terminal has colours and the user wants them
  Screen(PrintStream out, boolean coloured) {
    this.out = out;
    this.coloured = coloured;
  }

  /// The user's terminal; plain if the output is not a terminal, or the variable `NO_COLOR` is set.
  static Screen standard() {
    var console = System.console();
    var isTerminal = console != null && console.isTerminal();
    return new Screen(
        System.out,
        isTerminal && System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM")));
  }

  /// Colours that can be told apart on light and dark backgrounds.
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

  /// Prints a label and a text broken between words, with later lines indented by the label's
  /// width.
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

  /// Clears the screen, if there is one.
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
