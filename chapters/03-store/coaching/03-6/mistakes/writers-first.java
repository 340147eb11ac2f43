/// Writes are served before the log is shortened.
/// @fails a_long_log_comes_first
/// @hint On a busy cluster somebody always waits. Then the snapshot never comes, and the log
/// grows until the disk is full.
{
    if (sizes.isEmpty()) {
      return logSize > logLimit ? new Step.Snapshot() : new Step.Rest();
    }
    var count = 1;
    var bytes = (long) sizes.getFirst();
    while (count < sizes.size() && bytes + sizes.get(count) <= BATCH_BYTES) {
      bytes += sizes.get(count);
      count++;
    }
    return new Step.Write(count);
  }
