/// Each write gets its own sync.
/// @fails a_batch_has_a_limit
/// @fails all_waiting_writes_share_a_sync
/// @hint With a sync of five milliseconds, that is two hundred writes a second, however many
/// writers there are. A sync costs the same for one write as for a hundred: let all waiting
/// writes share it.
{
    if (logSize > logLimit) {
      return new Step.Snapshot();
    }
    return sizes.isEmpty() ? new Step.Rest() : new Step.Write(1);
  }
