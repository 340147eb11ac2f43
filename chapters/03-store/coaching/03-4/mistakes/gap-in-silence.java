/// Writes that were given up are left out unnoticed.
/// @fails a_watcher_that_falls_behind_starts_over
/// @hint A watch with a gap that nobody knows of is worse than one that ends: a cache built on it
/// is wrong for ever. Who fell behind must be told, so that it can read everything anew.
{
    var next = new ArrayList<Change>(Math.min(max, pending.size()));
    while (!pending.isEmpty() && (next.size() < max || isSplit(next, pending.peek()))) {
      next.add(pending.poll());
    }
    seen = pending.isEmpty() ? newest : next.getLast().revision();
    return next;
  }
