package timonier.kit.course;

import java.util.ArrayList;
import java.util.List;

/// The result of running an exercise's checks on mutants of its solution. A survivor shows a line
/// that a learner may get wrong unnoticed; only mutants that make no difference may survive.
///
/// @param id the exercise
/// @param file the name of the solution's file
/// @param made all mutants
/// @param survivors those that make a difference but no check found
/// @param unneeded entries of the list of equivalent mutants that match no survivor
record Mutants(
    String id,
    String file,
    List<Mutant> made,
    List<Mutant> survivors,
    List<EquivalentMutant> unneeded) {

  /// Judges mutants by the list of equivalent ones; each entry excuses one survivor.
  ///
  /// @param text of the solution's file
  static Mutants of(
      String id, String file, String text, List<Mutant> made, List<EquivalentMutant> equivalent) {
    var lines = text.lines().toList();
    var unneeded = new ArrayList<>(equivalent);
    var survivors = new ArrayList<Mutant>();
    for (var mutant : made) {
      if (!mutant.isKilled() && !excuse(mutant, lines.get(mutant.line() - 1), unneeded)) {
        survivors.add(mutant);
      }
    }
    return new Mutants(id, file, made, survivors, unneeded);
  }

  private static boolean excuse(Mutant mutant, String code, List<EquivalentMutant> left) {
    var excuse = left.stream().filter(entry -> entry.isOf(mutant, code)).findFirst();
    return excuse.map(left::remove).orElse(false);
  }

  /// The problems; empty if there are none.
  List<String> findings() {
    var findings = new ArrayList<String>();
    if (made.isEmpty()) {
      findings.add("%s: no mutant could be made of the solution".formatted(id));
    }
    for (var mutant : survivors) {
      findings.add(
          "%s: mutant survives at %s:%d (%s, %s)"
              .formatted(id, file, mutant.line(), mutant.change(), mutant.fate()));
    }
    for (var entry : unneeded) {
      findings.add("%s: no survivor is the equivalent mutant of %s".formatted(id, entry));
    }
    return findings;
  }

  @Override
  public String toString() {
    var killed = made.stream().filter(Mutant::isKilled).count();
    return "mutants: %d, killed %d, equivalent %d"
        .formatted(made.size(), killed, made.size() - killed - survivors.size());
  }
}
