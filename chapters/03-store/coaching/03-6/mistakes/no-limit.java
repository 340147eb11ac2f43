/// All waiting writes go at once, however large they are.
/// @fails a_batch_has_a_limit
/// @fails a_giant_goes_alone
/// @fails nobody_overtakes
/// @fails sizes_do_not_overflow
/// @hint The first write of the batch waits until the last byte of the batch is on disk. So there
/// is a limit to how many bytes may share a sync.
{
    if (logSize > logLimit) {
      return new Step.Snapshot();
    }
    return sizes.isEmpty() ? new Step.Rest() : new Step.Write(sizes.size());
  }
