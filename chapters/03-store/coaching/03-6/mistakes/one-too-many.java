/// The write that makes the batch too large is still included.
/// @fails a_batch_has_a_limit
/// @fails nobody_overtakes
/// @hint Add up first, then compare: what matters is how large the batch would be with the next
/// write in it.
{
    if (logSize > logLimit) {
      return new Step.Snapshot();
    }
    if (sizes.isEmpty()) {
      return new Step.Rest();
    }
    var count = 1;
    var bytes = (long) sizes.getFirst();
    while (count < sizes.size() && bytes <= BATCH_BYTES) {
      bytes += sizes.get(count);
      count++;
    }
    return new Step.Write(count);
  }
