/// Each write gives the value a new create revision.
/// @fails an_old_value_is_changed
/// @hint A value that is changed was created long ago. By its createRevision, a watcher
/// distinguishes a change from a new object with the same name, so take it over from the old
/// value.
{
    var changes = new ArrayList<Change>();
    for (var step : steps) {
      var before = current.apply(step.key());
      var actual = before.map(Entry::modRevision).orElse(0L);
      if (actual != step.expected()) {
        throw new CompareFailed(step.key(), step.expected(), actual);
      }
      switch (step) {
        case Put put -> {
          var created = revision;
          changes.add(
              new Change(
                  revision, put.key(), false, put.value(), created, before.map(Entry::value)));
        }
        case Delete delete -> {
          var last =
              before.orElseThrow(() -> new CompareFailed(delete.key(), delete.expected(), 0));
          changes.add(
              new Change(
                  revision,
                  delete.key(),
                  true,
                  last.value(),
                  last.createRevision(),
                  Optional.of(last.value())));
        }
        case Require _ -> {}
      }
    }
    return changes;
  }
