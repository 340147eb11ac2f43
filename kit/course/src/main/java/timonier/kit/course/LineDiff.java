package timonier.kit.course;

import java.util.ArrayList;
import java.util.List;

/// The difference of two texts, line by line: the fewest lines removed and added.
final class LineDiff {

  /// Returns the lines of both, each after a sign: `-` only in the first, `+` only in the second, a
  /// blank in both.
  static List<String> of(List<String> first, List<String> second) {
    var common = new int[first.size() + 1][second.size() + 1];
    for (var i = first.size() - 1; i >= 0; i--) {
      for (var j = second.size() - 1; j >= 0; j--) {
        common[i][j] =
            first.get(i).equals(second.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    var lines = new ArrayList<String>();
    var i = 0;
    var j = 0;
    while (i < first.size() || j < second.size()) {
      if (i < first.size() && j < second.size() && first.get(i).equals(second.get(j))) {
        lines.add("  " + first.get(i++));
        j++;
      } else if (j == second.size() || i < first.size() && common[i + 1][j] >= common[i][j + 1]) {
        lines.add("- " + first.get(i++));
      } else {
        lines.add("+ " + second.get(j++));
      }
    }
    return lines;
  }

  private LineDiff() {}
}
