/// The state is guessed from the times that are there.
/// @fails a_container_runs_since_it_was_made
/// @hint A container may run without a known start: a runtime that was restarted has not seen it.
/// Ask the record for its state rather than guess it from the times, and fall back on when it was
/// made.
{
      if (record.finishedAt().isPresent()) {
        return terminated(
            new Terminated(
                record.exitCode(),
                0,
                reason(record),
                record.message(),
                record.startedAt(),
                record.finishedAt(),
                containerID));
      }
      return record.startedAt().map(State::running).orElse(waiting("ContainerCreating", ""));
    }
