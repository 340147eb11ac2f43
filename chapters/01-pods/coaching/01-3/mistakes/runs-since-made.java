/// A container is said to run since it was made.
/// @fails a_container_runs_since_it_started
/// @hint Between making a container and starting it lie seconds, when its image's files are laid
/// out. The record has both times; the running one counts from its start.
{
      return switch (record.state()) {
        case CREATED -> waiting("ContainerCreating", "");
        case RUNNING -> running(record.createdAt());
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
