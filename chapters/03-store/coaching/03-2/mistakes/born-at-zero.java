/// A new value gets the create revision 0.
/// @fails a_new_value_is_created
/// @hint 0 stands for "there is none", and now there is one: it was created by this write.
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
          var created = before.map(Entry::createRevision).orElse(0L);
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
