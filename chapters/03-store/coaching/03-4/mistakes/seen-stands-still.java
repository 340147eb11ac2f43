/// The field seen is never moved.
/// @fails a_watcher_has_seen_what_it_received
/// @fails a_watcher_moves_on_without_writes_of_its_own
/// @fails resuming_misses_nothing
/// @hint A watcher comes back with the revision in seen. If that stands still, it receives
/// everything twice. It must move with the returned writes.
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
