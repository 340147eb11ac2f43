/// Required values are written once more.
/// @fails a_requirement_changes_nothing
/// @hint A value that was only required stays as it is: it gets no new revision, and watchers see
/// nothing. Otherwise two transactions that only require the same key would get into each other's
/// way.
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
          var created = before.map(Entry::createRevision).orElse(revision);
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
        case Require require ->
            before.ifPresent(old ->
                changes.add(
                    new Change(
                        revision,
                        require.key(),
                        false,
                        old.value(),
                        old.createRevision(),
                        Optional.of(old.value()))));
      }
    }
    return changes;
  }
