/// Only snapshots are left over, never logs.
/// @fails a_draft_is_left_over
/// @fails older_files_are_left_over
/// @hint Everything in an older log is in the newest snapshot. Nobody needs it any more, just like
/// the older snapshots.
{
    var base =
        names.stream()
            .filter(StoreFiles::isSnapshot)
            .mapToLong(StoreFiles::revision)
            .max()
            .orElse(0);
    var leftovers = new ArrayList<String>();
    var strays = new ArrayList<String>();
    for (var name : names) {
      if (name.startsWith(SNAPSHOT) && name.endsWith(DRAFT)) {
        leftovers.add(name);
      } else if (isSnapshot(name) || isLog(name)) {
        var revision = revision(name);
        if (revision < base) {
          if (isSnapshot(name)) {
            leftovers.add(name);
          }
        } else if (revision > base) {
          strays.add(name);
        }
      }
    }
    return new StoreFiles(base, leftovers, strays);
  }
