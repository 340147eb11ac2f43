/// A draft counts as a snapshot.
/// @fails a_draft_does_not_count
/// @fails a_draft_is_left_over
/// @hint A draft may be half of a snapshot. It gets its real name only when it is whole and on
/// disk, and that is what the two names are for.
{
    var base =
        names.stream()
            .filter(name -> name.startsWith(SNAPSHOT))
            .map(name -> name.replace(DRAFT, ""))
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
        } else if (revision > base) {
          strays.add(name);
        }
      }
    }
    return new StoreFiles(base, leftovers, strays);
  }
