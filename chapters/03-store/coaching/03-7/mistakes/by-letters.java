/// The newest snapshot is the last one in the alphabet.
/// @fails the_newest_snapshot_counts
/// @hint In the alphabet, 3 comes after 100. Names are padded with zeros so that a listing looks
/// sorted, but the decision is about numbers.
{
    var base =
        names.stream()
            .filter(StoreFiles::isSnapshot)
            .max(java.util.Comparator.naturalOrder())
            .map(StoreFiles::revision)
            .orElse(0L);
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
