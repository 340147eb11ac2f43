/// It is not noted what was seen.
/// @fails a_watcher_has_seen_what_it_received
/// @fails a_watcher_moves_on_without_writes_of_its_own
/// @fails resuming_misses_nothing
/// @hint Whoever comes back gives the revision that was seen. If that stands still, everything is
/// told twice. It has to move with what is handed out.
{
    if (overrun) {
      throw new Compacted(seen, newest);
    }
    var next = new ArrayList<Change>(Math.min(max, pending.size()));
    while (!pending.isEmpty() && (next.size() < max || isSplit(next, pending.peek()))) {
      next.add(pending.poll());
    }
    return next;
  }
