/// Only exit codes from 128 count as errors.
/// @fails another_exit_code_is_an_error
/// @hint Every exit code but 0 is an Error, also the small ones: a program that returns 1 says
/// itself that it failed.
{
      var byCode = record.exitCode() < 128 ? "Completed" : "Error";
      return switch (record.state()) {
        case CREATED -> waiting("ContainerCreating", "");
        case RUNNING -> running(record.startedAt().orElse(record.createdAt()));
        case EXITED ->
            terminated(
                new Terminated(
                    record.exitCode(),
                    0,
                    record.reason().isEmpty() ? byCode : record.reason(),
                    record.message(),
                    record.startedAt(),
                    record.finishedAt(),
                    containerID));
      };
    }
