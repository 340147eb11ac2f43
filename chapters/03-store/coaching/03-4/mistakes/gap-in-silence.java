/// Dropped writes are left out silently.
/// @fails a_watcher_that_falls_behind_starts_over
/// @hint A watch with an unknown gap is worse than one that ends: a cache built on it is wrong for
/// ever. A watcher that fell behind must learn it, so that it can read everything again.
{
    var next = new ArrayList<Change>(Math.min(max, pending.size()));
    while (!pending.isEmpty() && (next.size() < max || isSplit(next, pending.peek()))) {
      next.add(pending.poll());
    }
    seen = pending.isEmpty() ? newest : next.getLast().revision();
    return next;
  }
