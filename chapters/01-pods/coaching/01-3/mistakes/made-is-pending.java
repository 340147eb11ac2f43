/// A waiting container gets the word for a waiting pod.
/// @fails a_container_that_was_made_waits
{
      return switch (record.state()) {
        case CREATED -> waiting("Pending", "");
        case RUNNING -> running(record.startedAt().orElse(record.createdAt()));
        case EXITED ->
            terminated(
                new Terminated(
                    record.exitCode(),
                    0,
                    reason(record),
                    record.message(),
                    record.startedAt(),
                    record.finishedAt(),
                    containerID));
      };
    }
