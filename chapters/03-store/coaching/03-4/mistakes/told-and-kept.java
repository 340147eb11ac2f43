/// Returned writes stay pending.
/// @fails a_revision_is_never_split
/// @fails a_watcher_moves_on_without_writes_of_its_own
/// @fails each_write_is_delivered_once_and_in_order
/// @fails no_more_writes_are_delivered_than_were_asked_for
/// @hint Returned writes must leave the queue, or they come again the next time.
{
    if (overrun) {
      throw new Compacted(seen, newest);
    }
    var next = new ArrayList<Change>();
    for (var change : pending) {
      if (next.size() >= max && !isSplit(next, change)) {
        break;
      }
      next.add(change);
    }
    seen = next.isEmpty() ? newest : next.getLast().revision();
    return next;
  }
