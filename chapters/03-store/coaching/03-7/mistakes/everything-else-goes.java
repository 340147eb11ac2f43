/// Unknown files count as left over.
/// @fails other_files_are_ignored
/// @hint Leftovers are deleted. Somebody's notes, or the lock that keeps a second process out,
/// are not yours to delete.
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
        } else if (revision > base) {
          strays.add(name);
        }
      } else {
        leftovers.add(name);
      }
    }
    return new StoreFiles(base, leftovers, strays);
  }
