/// Drafts are ignored.
/// @fails a_draft_is_left_over
/// @hint A draft is a file of the store, as large as all its values, and nobody will ever finish
/// it. If it is not left over, each crash leaves one more.
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
      if (isSnapshot(name) || isLog(name)) {
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
