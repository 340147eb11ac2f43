package timonier.kit.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import timonier.kit.testing.Sources.File;

/// The sizes of the solutions' modules, and their limits.
///
/// @param modules the size of each module, by the path of its folder
record Sizes(Map<String, Size> modules) {

  /// Files and lines of shipped code.
  ///
  /// @param lines without blanks, comments and imports
  record Size(int files, int lines) {
    Size plus(Size other) {
      return new Size(files + other.files, lines + other.lines);
    }
  }

  /// Kinds of modules, each with its limits.
  enum Kind {
    /// What a chapter teaches, in one listing that can be taken in at a glance.
    STRATUM(25, 2_000),
    /// A module that a stratum needs, or that fills one of its ports.
    SIBLING(25, 2_500),
    /// Assembly and command line, which are lists by nature.
    ASSEMBLY(Integer.MAX_VALUE, 4_000);

    private final Size most;

    Kind(int files, int lines) {
      this.most = new Size(files, lines);
    }

    /// The kind of a module; empty for those without limits.
    static Optional<Kind> of(String module) {
      if (module.equals("solutions/timonier")) {
        return Optional.of(ASSEMBLY);
      }
      var stratum = Tidy.STRATUM.matcher(module);
      if (!stratum.matches()) {
        return Optional.empty();
      }
      var isSibling = !stratum.group(3).isEmpty() || module.endsWith("-simulation");
      return Optional.of(isSibling ? SIBLING : STRATUM);
    }
  }

  /// The most lines of all strata together, which one person reads in a weekend.
  private static final int STRATA_LINES = 22_000;

  /// The most lines of strata and siblings together, so that neither shrinks at the cost of the
  /// other: code that a stratum hands to a sibling must be read all the same.
  private static final int ALL_LINES = 46_000;

  /// The sizes of all modules with limits.
  static Sizes of(Sources sources) {
    var modules = new TreeMap<String, Size>();
    for (var file : sources.files()) {
      if (file.isMain() && Kind.of(file.module()).isPresent()) {
        modules.merge(file.module(), size(file), Size::plus);
      }
    }
    return new Sizes(modules);
  }

  private static Size size(File file) {
    return new Size(1, lines(file.text()));
  }

  /// Lines without blanks, comments and imports.
  static int lines(String text) {
    return (int)
        text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("//") && !line.startsWith("*"))
            .filter(line -> !line.startsWith("/*") && !line.startsWith("import "))
            .count();
  }

  /// The sizes that break limits, each with what to do.
  List<String> problems() {
    var problems = new ArrayList<String>();
    modules.forEach((module, size) -> {
      var most = Kind.of(module).orElseThrow().most;
      check(module, "files", size.files(), most.files()).ifPresent(problems::add);
      check(module, "lines", size.lines(), most.lines()).ifPresent(problems::add);
    });
    var strata = lines(Kind.STRATUM);
    total("strata", strata, STRATA_LINES).ifPresent(problems::add);
    total("strata and siblings", strata + lines(Kind.SIBLING), ALL_LINES).ifPresent(problems::add);
    return problems;
  }

  private static Optional<String> check(String module, String what, int is, int most) {
    return is <= most
        ? Optional.empty()
        : Optional.of(
            "%s has %d %s: at most %d; what is too much is two concepts"
                .formatted(module, is, what, most));
  }

  private static Optional<String> total(String what, int lines, int most) {
    return lines <= most
        ? Optional.empty()
        : Optional.of("%s: %d lines together, at most %d".formatted(what, lines, most));
  }

  private int lines(Kind kind) {
    return modules.entrySet().stream()
        .filter(module -> Kind.of(module.getKey()).equals(Optional.of(kind)))
        .mapToInt(module -> module.getValue().lines())
        .sum();
  }

  /// The sizes for people, a line for each module and one for each kind.
  @Override
  public String toString() {
    var text = new StringBuilder();
    modules.forEach((module, size) ->
        text.append("%-42s %3d files %6d lines%n".formatted(module, size.files(), size.lines())));
    for (var kind : Kind.values()) {
      text.append("%-42s           %6d lines%n".formatted(kind, lines(kind)));
    }
    return text.toString();
  }
}
