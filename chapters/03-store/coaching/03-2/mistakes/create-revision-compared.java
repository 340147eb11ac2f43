/// The create revision is compared.
/// @fails a_deletion_carries_the_last_value
/// @fails a_requirement_changes_nothing
/// @fails a_write_that_comes_second_is_refused
/// @fails all_happen_together
/// @fails an_old_value_is_changed
/// @fails one_refusal_refuses_all
/// @hint An Entry has two revisions. createRevision never changes, so it cannot show that
/// somebody was there before you.
{
    var changes = new ArrayList<Change>();
    for (var step : steps) {
      var before = current.apply(step.key());
      var actual = before.map(Entry::createRevision).orElse(0L);
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
        case Require _ -> {}
      }
    }
    return changes;
  }
