/// Deleting a value that is not there succeeds.
/// @fails a_value_that_is_not_there_cannot_be_deleted
/// @hint There would be a revision at which nothing happened. Expecting 0 and deleting contradict
/// each other, so refuse it.
{
    var changes = new ArrayList<Change>();
    for (var step : steps) {
      var before = current.apply(step.key());
      var actual = before.map(Entry::modRevision).orElse(0L);
      if (actual != step.expected()) {
        throw new CompareFailed(step.key(), step.expected(), actual);
      }
      switch (step) {
        case Put put -> changes.add(change(put, before, revision));
        case Delete delete ->
            before.ifPresent(_ -> changes.add(change(delete, before, revision)));
        case Require _ -> {}
      }
    }
    return changes;
  }
