package timonier.store;

import java.util.List;

/// The files in a store's folder to start from, decided by their names.
///
/// `snapshot-R` holds all values as of revision R; `log-R` holds the writes after R. A snapshot is
/// written under a name that ends in `.draft`; then the new log is made; then the snapshot gets its
/// name; only then are writes added to the new log and older files deleted. A crash may come
/// between any two of these steps.
///
/// @param base the revision of the newest snapshot; 0 if there is none
/// @param leftovers files that a crash left and nobody needs
/// @param strays logs without their snapshot: a crash may leave them, but only empty ones
record StoreFiles(long base, List<String> leftovers, List<String> strays) {

  private static final String SNAPSHOT = "snapshot-";
  private static final String LOG = "log-";
  private static final String DRAFT = ".draft";

  /// The name of the snapshot of a revision.
  static String snapshot(long revision) {
    return SNAPSHOT + "%020d".formatted(revision);
  }

  /// The name of a snapshot that is not whole yet.
  static String draft(long revision) {
    return snapshot(revision) + DRAFT;
  }

  /// The name of the log of the writes after a revision.
  static String log(long revision) {
    return LOG + "%020d".formatted(revision);
  }

  /// The revision in the name of a snapshot or log.
  static long revision(String name) {
    return Long.parseLong(name.substring(name.indexOf('-') + 1));
  }

  /// Whether a file belongs to a store.
  static boolean isStore(String name) {
    return name.startsWith(SNAPSHOT) || name.startsWith(LOG);
  }

  /// Sorts the files of a folder. Files with other names are ignored.
  ///
  /// @exercise 03-7 Decide by their names which files a store starts from after a crash.
  static StoreFiles of(List<String> names) {
    throw new UnsupportedOperationException("exercise 03-7 is yours to write");
  }
}
