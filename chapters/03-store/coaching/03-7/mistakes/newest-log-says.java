/// The newest log decides where the store begins, as well as the newest snapshot.
/// @fails a_log_does_not_say_where_to_begin
/// @fails a_log_without_a_snapshot_is_a_stray
/// @hint A log holds the writes after a snapshot, and is useless without it. The new log is made
/// before its snapshot has its name; a crash may come just then.
{
    var base =
        names.stream()
            .filter(name -> isSnapshot(name) || isLog(name))
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
          leftovers.add(name);
        } else if (revision > base) {
          strays.add(name);
        }
      }
    }
    return new StoreFiles(base, leftovers, strays);
  }
