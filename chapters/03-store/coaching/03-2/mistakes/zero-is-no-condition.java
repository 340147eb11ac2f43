/// A write that expects 0 is treated as unconditional.
/// @fails zero_means_that_there_is_none
/// @hint 0 is not "never mind". It means that there must be no value, and it is what makes
/// "create" fail for the second of two who create the same thing.
{
    var changes = new ArrayList<Change>();
    for (var step : steps) {
      var before = current.apply(step.key());
      var actual = before.map(Entry::modRevision).orElse(0L);
      if (step.expected() != 0 && actual != step.expected()) {
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
