/// A revision that does not fit is left for the next time.
/// @fails a_revision_is_never_split
/// @hint Whole revisions, yes, but rather a few too many than too few: a watcher that asked for two
/// gets two, and then the rest of the second one's revision.
{
    if (overrun) {
      throw new Compacted(seen, newest);
    }
    var next = new ArrayList<Change>();
    while (!pending.isEmpty()) {
      var revision = pending.peek().revision();
      var together = pending.stream().filter(change -> change.revision() == revision).count();
      if (!next.isEmpty() && next.size() + together > max) {
        break;
      }
      for (; together > 0; together--) {
        next.add(pending.poll());
      }
    }
    seen = pending.isEmpty() ? newest : next.getLast().revision();
    return next;
  }
