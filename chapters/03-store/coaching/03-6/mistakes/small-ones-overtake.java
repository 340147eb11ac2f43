/// A write that does not fit is skipped, and smaller ones after it are included.
/// @fails nobody_overtakes
/// @hint The answer is a number: how many of the first writes. If small writes overtake, the large
/// one may wait for ever, and revisions would be in the log in another order than they were
/// given.
{
    if (logSize > logLimit) {
      return new Step.Snapshot();
    }
    if (sizes.isEmpty()) {
      return new Step.Rest();
    }
    var count = 1;
    var bytes = (long) sizes.getFirst();
    for (var size : sizes.subList(1, sizes.size())) {
      if (bytes + size <= BATCH_BYTES) {
        bytes += size;
        count++;
      }
    }
    return new Step.Write(count);
  }
