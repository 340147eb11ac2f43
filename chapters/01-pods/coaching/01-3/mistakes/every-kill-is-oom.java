/// Exit code 137 is taken to mean that memory ran out.
/// @fails a_signal_is_an_error
/// @hint Exit code 137 says that the program was killed (128 + 9), not by whom or why. kill -9
/// does the same. Only the runtime knows whether it was the memory, and says so in its reason.
{
      return switch (record.state()) {
        case CREATED -> waiting("ContainerCreating", "");
        case RUNNING -> running(record.startedAt().orElse(record.createdAt()));
        case EXITED ->
            terminated(
                new Terminated(
                    record.exitCode(),
                    0,
                    record.exitCode() == 137 ? "OOMKilled" : reason(record),
                    record.message(),
                    record.startedAt(),
                    record.finishedAt(),
                    containerID));
      };
    }
