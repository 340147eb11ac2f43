/// A revision that does not fit is left for the next time.
/// @fails a_revision_is_never_split
/// @hint Whole revisions, yes, but a bit too many rather than too few: who asked for two gets
/// two, and then what belongs to the second.
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
