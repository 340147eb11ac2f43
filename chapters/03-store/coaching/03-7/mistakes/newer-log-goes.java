/// Every log but that of the newest snapshot counts as left over.
/// @fails a_log_without_a_snapshot_is_a_stray
/// @hint A newer log may be an empty one that a crash left, or its snapshot has vanished and it
/// holds writes that were acknowledged. The name does not show which; so it is listed separately,
/// for the caller to look into.
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
        if (revision != base) {
          leftovers.add(name);
        }
      }
    }
    return new StoreFiles(base, leftovers, strays);
  }
