/// An empty reason is passed on.
/// @fails a_signal_is_an_error
/// @fails another_exit_code_is_an_error
/// @fails exit_code_zero_is_completed
/// @hint Runtimes often give no reason, and Kubernetes always shows one. If theirs is empty, the
/// exit code has to tell.
{
      return switch (record.state()) {
        case CREATED -> waiting("ContainerCreating", "");
        case RUNNING -> running(record.startedAt().orElse(record.createdAt()));
        case EXITED ->
            terminated(
                new Terminated(
                    record.exitCode(),
                    0,
                    record.reason(),
                    record.message(),
                    record.startedAt(),
                    record.finishedAt(),
                    containerID));
      };
    }
