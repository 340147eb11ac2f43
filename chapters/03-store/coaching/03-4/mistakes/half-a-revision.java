/// It stops at exactly max writes, even in the middle of a revision.
/// @fails a_revision_is_never_split
/// @fails resuming_misses_nothing
/// @hint The watcher goes on after the revision that it saw. If it got only the first of three
/// writes of revision 2, it asks for what comes after 2 next time, and the other two are lost.
{
    if (overrun) {
      throw new Compacted(seen, newest);
    }
    var next = new ArrayList<Change>(Math.min(max, pending.size()));
    while (!pending.isEmpty() && next.size() < max) {
      next.add(pending.poll());
    }
    seen = pending.isEmpty() ? newest : next.getLast().revision();
    return next;
  }
