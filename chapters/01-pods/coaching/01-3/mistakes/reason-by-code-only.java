/// The reason that the runtime gives is thrown away.
/// @fails the_runtime_knows_better
/// @hint The runtime may have said why: it saw the kernel kill the program for its memory, where
/// the exit code only says 137. Work a reason out only if it gave none.
{
      var byCode = record.exitCode() == 0 ? "Completed" : "Error";
      return switch (record.state()) {
        case CREATED -> waiting("ContainerCreating", "");
        case RUNNING -> running(record.startedAt().orElse(record.createdAt()));
        case EXITED ->
            terminated(
                new Terminated(
                    record.exitCode(),
                    0,
                    byCode,
                    record.message(),
                    record.startedAt(),
                    record.finishedAt(),
                    containerID));
      };
    }
