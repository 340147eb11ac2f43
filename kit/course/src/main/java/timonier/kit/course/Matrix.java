package timonier.kit.course;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Shows which checks find which mistakes: a row for each mistake, a column for each check.
final class Matrix {

  private final List<String> checks;
  private final Map<String, Set<String>> found = new LinkedHashMap<>();

  Matrix(List<String> checks) {
    this.checks = List.copyOf(checks);
  }

  void put(String mistake, Set<String> failed) {
    found.put(mistake, failed);
  }

  /// Mistakes that the same checks find, so that it is unknown which one a learner made.
  List<List<String>> twins() {
    var byChecks = found.keySet().stream().collect(Collectors.groupingBy(found::get));
    return byChecks.values().stream().filter(mistakes -> mistakes.size() > 1).toList();
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    for (var mistake : found.entrySet()) {
      text.append("  ");
      for (var check : checks) {
        text.append(mistake.getValue().contains(check) ? 'X' : '.');
      }
      text.append("  ").append(mistake.getKey()).append('\n');
    }
    var unused = new ArrayList<String>();
    for (var check : checks) {
      if (found.values().stream().noneMatch(failed -> failed.contains(check))) {
        unused.add(check);
      }
    }
    if (!unused.isEmpty()) {
      text.append("  no mistake is found by ").append(unused).append('\n');
    }
    return text.toString();
  }
}
