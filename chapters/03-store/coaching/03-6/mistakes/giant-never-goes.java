/// A write that is larger than a batch does not fit, and never goes.
/// @fails a_giant_goes_alone
/// @fails sizes_do_not_overflow
/// @hint Your answer is to write nothing, again and again: all writes behind the giant wait for
/// ever. The first of the queue always goes, whatever its size.
{
    if (logSize > logLimit) {
      return new Step.Snapshot();
    }
    if (sizes.isEmpty()) {
      return new Step.Rest();
    }
    var count = 0;
    var bytes = 0L;
    while (count < sizes.size() && bytes + sizes.get(count) <= BATCH_BYTES) {
      bytes += sizes.get(count);
      count++;
    }
    return new Step.Write(count);
  }
