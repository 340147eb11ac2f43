/// The list of returned writes is assumed not to be empty.
/// @fails a_watcher_moves_on_without_writes_of_its_own
/// @fails each_write_is_delivered_once_and_in_order
/// @fails resuming_misses_nothing
/// @hint If nothing is pending, the list is empty and has no last element. Then the watcher has
/// seen everything that there is.
{
    if (overrun) {
      throw new Compacted(seen, newest);
    }
    var next = new ArrayList<Change>(Math.min(max, pending.size()));
    while (!pending.isEmpty() && (next.size() < max || isSplit(next, pending.peek()))) {
      next.add(pending.poll());
    }
    seen = next.getLast().revision();
    return next;
  }
