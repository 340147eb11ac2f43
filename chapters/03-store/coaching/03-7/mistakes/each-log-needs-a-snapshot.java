/// The first log is a stray, because it has no snapshot.
/// @fails the_first_log_has_no_snapshot
/// @hint A store begins with nothing, at revision 0, and nobody takes a snapshot of nothing. The
/// log of the base is never a stray.
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
          leftovers.add(name);
        } else if (!names.contains(snapshot(revision))) {
          strays.add(name);
        }
      }
    }
    return new StoreFiles(base, leftovers, strays);
  }
