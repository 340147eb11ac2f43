/// The id is that of the runtime, without saying whose.
/// @fails an_end_is_reported_with_everything
/// @hint Compare the two Terminated in the failure part by part. The id is the parameter
/// containerID, which begins with the runtime's name, and the signal is 0 however the program
/// ended.
{
      return switch (record.state()) {
        case CREATED -> waiting("ContainerCreating", "");
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
                    record.id()));
      };
    }
