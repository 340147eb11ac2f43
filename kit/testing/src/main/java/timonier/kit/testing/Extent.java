package timonier.kit.testing;

import static java.util.Locale.ROOT;

/// How much to try of what could be tried without end: seeds of a simulation, kills, mutated
/// requests.
public enum Extent {
  /// What a machine as it is can do in minutes.
  BRIEF,
  /// For a machine that has everything; continuous integration runs it.
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
