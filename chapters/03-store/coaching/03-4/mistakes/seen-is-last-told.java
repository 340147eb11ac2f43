/// Only returned writes count as seen.
/// @fails a_watcher_moves_on_without_writes_of_its_own
/// @hint Look at a watcher whose writes are rare: with the revision of its last write it falls
/// further and further behind, until compaction takes that revision away. When nothing is
/// pending, it has seen everything up to newest, since everything was offered to it.
{
    if (overrun) {
      throw new Compacted(seen, newest);
    }
    var next = new ArrayList<Change>(Math.min(max, pending.size()));
    while (!pending.isEmpty() && (next.size() < max || isSplit(next, pending.peek()))) {
      next.add(pending.poll());
    }
    if (!next.isEmpty()) {
      seen = next.getLast().revision();
    }
    return next;
  }
