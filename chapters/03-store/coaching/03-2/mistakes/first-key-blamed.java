/// The refusal is about the first step, whichever it was.
/// @fails one_refusal_refuses_all
{
    var changes = new ArrayList<Change>();
    for (var step : steps) {
      var before = current.apply(step.key());
      var actual = before.map(Entry::modRevision).orElse(0L);
      if (actual != step.expected()) {
        throw new CompareFailed(steps.getFirst().key(), step.expected(), actual);
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
