/// Everything counts as seen, though something is still pending.
/// @fails a_watcher_has_seen_what_it_received
/// @fails resuming_misses_nothing
/// @hint While something is pending, the watcher has not seen the newest revision. If its
/// connection breaks now, it must not resume after writes that it never received.
{
    if (overrun) {
      throw new Compacted(seen, newest);
    }
    var next = new ArrayList<Change>(Math.min(max, pending.size()));
    while (!pending.isEmpty() && (next.size() < max || isSplit(next, pending.peek()))) {
      next.add(pending.poll());
    }
    seen = newest;
    return next;
  }
