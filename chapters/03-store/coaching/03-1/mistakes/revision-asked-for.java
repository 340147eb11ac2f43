/// The value is told to be of the revision that was asked for.
/// @fails a_value_knows_its_own_revision
/// @hint Give back the entry as it was kept. Its modRevision is what a later compare-and-set will
/// be held against, so it has to be that of the write, whenever you look.
{
    for (var newestFirst = versions.descendingIterator(); newestFirst.hasNext(); ) {
      var version = newestFirst.next();
      if (version.revision() <= revision) {
        return Optional.ofNullable(version.entry())
            .map(entry ->
                new Entry(entry.key(), entry.value(), entry.createRevision(), revision));
      }
    }
    return Optional.empty();
  }
