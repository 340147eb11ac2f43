/// The newest snapshot and its log are left over as well.
/// @fails a_draft_is_left_over
/// @fails a_log_without_a_snapshot_is_a_stray
/// @fails older_files_are_left_over
/// @fails the_first_log_has_no_snapshot
/// @hint Leftovers are deleted, and that would have been all the data. The store starts from the
/// files of the base.
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
        if (revision <= base) {
          leftovers.add(name);
        } else if (revision > base) {
          strays.add(name);
        }
      }
    }
    return new StoreFiles(base, leftovers, strays);
  }
