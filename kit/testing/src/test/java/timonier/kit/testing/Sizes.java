package timonier.kit.testing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import timonier.kit.testing.Sources.File;

/// The sizes of the solutions' modules, and their limits.
///
/// A module that is larger than its kind may be stands in a table with the size that it has today,
/// which only goes down: the module may not grow, and where it shrinks its row follows, until it
/// keeps the limit and has no row any more.
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

  /// The table's cell of a module that keeps that limit.
  private static final String KEPT = "-";

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
  ///
  /// @param table module, files and lines of those that were too large before, separated by tabs
  List<String> problems(List<String> table) {
    var rows =
        table.stream()
            .map(row -> row.split("\t", -1))
            .collect(Collectors.toMap(cells -> cells[0], cells -> List.of(cells).subList(1, 3)));
    var problems = new ArrayList<String>();
    var names = new LinkedHashSet<>(modules.keySet());
    names.addAll(new TreeSet<>(rows.keySet()));
    for (var module : names) {
      var row = rows.getOrDefault(module, List.of(KEPT, KEPT));
      var size = modules.getOrDefault(module, new Size(0, 0));
      var most = Kind.of(module).map(kind -> kind.most).orElse(new Size(0, 0));
      check(module, "files", size.files(), most.files(), row.get(0)).ifPresent(problems::add);
      check(module, "lines", size.lines(), most.lines(), row.get(1)).ifPresent(problems::add);
      if (rows.containsKey(module) && row.equals(List.of(KEPT, KEPT))) {
        problems.add(module + " keeps both limits: remove its row");
      }
    }
    var strata = lines(Kind.STRATUM);
    total("strata", strata, STRATA_LINES).ifPresent(problems::add);
    total("strata and siblings", strata + lines(Kind.SIBLING), ALL_LINES).ifPresent(problems::add);
    return problems;
  }

  private static Optional<String> check(String module, String what, int is, int most, String cell) {
    var has = "%s has %d %s".formatted(module, is, what);
    if (cell.equals(KEPT)) {
      return is <= most
          ? Optional.empty()
          : Optional.of("%s: at most %d; what is too much is two concepts".formatted(has, most));
    }
    var before = Integer.parseInt(cell);
    if (is > before) {
      return Optional.of("%s, and had %d: it may only become smaller".formatted(has, before));
    }
    if (is <= most) {
      return Optional.of("%s, which is few enough: write %s in its row".formatted(has, KEPT));
    }
    return is == before
        ? Optional.empty()
        : Optional.of("%s, and its row still %d: lower it".formatted(has, before));
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
