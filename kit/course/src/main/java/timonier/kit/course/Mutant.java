package timonier.kit.course;

import java.util.Set;

/// A small change of the solution made by a tool, and what became of it.
///
/// @param method the changed method; for a lambda the method around it
/// @param line of the file, counted from 1
/// @param change in the tool's words, as in `negated conditional`
/// @param fate in the tool's words, as in `SURVIVED`
record Mutant(String method, int line, String change, String fate) {

  /// The fates of mutants that were found: a check failed, did not end, or took all memory.
  private static final Set<String> KILLED = Set.of("KILLED", "TIMED_OUT", "MEMORY_ERROR");

  /// Makes a mutant of the tool's words.
  ///
  /// @param method of the class file, where lambdas are methods: `lambda$stops$0`
  /// @param change may end in the place: `replaced boolean return with true for tiny/Words::isOne`
  static Mutant of(String method, int line, String change, String fate) {
    return new Mutant(
        method.replaceAll("^lambda\\$(.*)\\$\\d+$", "$1"),
        line,
        change.replaceAll(" for \\S+::\\S+$", ""),
        fate);
  }

  boolean isKilled() {
    return KILLED.contains(fate);
  }
}
