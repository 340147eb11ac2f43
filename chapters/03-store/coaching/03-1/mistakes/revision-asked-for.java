/// The value is returned with the revision that was asked for.
/// @fails a_value_knows_its_own_revision
/// @hint Return the entry as it was kept. A later compare-and-set will compare its modRevision, so
/// it must be that of the write, whenever you look.
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
