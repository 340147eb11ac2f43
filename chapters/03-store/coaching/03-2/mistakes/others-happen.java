/// A refused step is left out, and the others are carried out.
/// @fails a_requirement_is_compared
/// @fails a_write_that_comes_second_is_refused
/// @fails one_refusal_refuses_all
/// @fails zero_means_that_there_is_none
/// @hint All or none: half a transaction is worse than two separate writes, because nobody expects
/// it.
{
    var changes = new ArrayList<Change>();
    for (var step : steps) {
      var before = current.apply(step.key());
      var actual = before.map(Entry::modRevision).orElse(0L);
      if (actual != step.expected()) {
        continue;
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
