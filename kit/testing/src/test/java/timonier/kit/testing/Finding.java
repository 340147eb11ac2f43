package timonier.kit.testing;

/// One place where the sources break a rule.
///
/// @param rule the rule's short name
/// @param file the file, from the root of the project
/// @param line the line, from 1
/// @param what what is wrong and what to write instead
record Finding(String rule, String file, long line, String what) {
  @Override
  public String toString() {
    return "%s:%d: [%s] %s".formatted(file, line, rule, what);
  }
}
