package timonier.kit.testing;

import static java.util.Locale.ROOT;

/// How much is tried of what could be tried without end: seeds of a simulation, kills, mutated
/// requests.
public enum Extent {
  /// A machine as it is, in minutes.
  BRIEF,
  /// A machine that has everything; what continuous integration runs.
  ALL,
  /// As long as it takes.
  LONG;

  /// The extent of this run: the system property `timonier.extent`, else [#BRIEF].
  public static Extent chosen() {
    return valueOf(System.getProperty("timonier.extent", BRIEF.name()).toUpperCase(ROOT));
  }

  /// The number for this run.
  ///
  /// @param property a system property that overrides it
  public static int pick(String property, int brief, int all, int longest) {
    var number =
        switch (chosen()) {
          case BRIEF -> brief;
          case ALL -> all;
          case LONG -> longest;
        };
    return Integer.getInteger(property, number);
  }
}
