/// All pending writes are returned, however many were asked for.
/// @fails a_revision_is_never_split
/// @fails a_watcher_has_seen_what_it_received
/// @fails no_more_writes_are_delivered_than_were_asked_for
{
    if (overrun) {
      throw new Compacted(seen, newest);
    }
    var next = new ArrayList<Change>(Math.min(max, pending.size()));
    while (!pending.isEmpty()) {
      next.add(pending.poll());
    }
    seen = pending.isEmpty() ? newest : next.getLast().revision();
    return next;
  }
