/// A waiting write is assumed to exist.
/// @fails nobody_waits
/// @hint When no write waits, there is no first one, and nothing to do. The third kind of step is
/// for that.
{
    if (logSize > logLimit) {
      return new Step.Snapshot();
    }
    var count = 1;
    var bytes = (long) sizes.getFirst();
    while (count < sizes.size() && bytes + sizes.get(count) <= BATCH_BYTES) {
      bytes += sizes.get(count);
      count++;
    }
    return new Step.Write(count);
  }
