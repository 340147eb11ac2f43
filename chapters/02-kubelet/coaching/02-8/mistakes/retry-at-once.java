/// What failed is tried again at once.
/// @fails it_waits_for_the_next_try
/// @fails the_longer_wait_counts
/// @hint Until retry, neither creating nor starting may be tried again: what just failed would
/// most likely fail again.
{
    if (newest.isEmpty()) {
      return Optional.of(new Action.Create(container, sandbox, restarts));
    }
    var last = newest.get();
    var isHere = last.sandboxId().equals(sandbox.id());
    var another = new Action.Create(container, sandbox, last.config().attempt() + 1);
    return switch (last.state()) {
      case RUNNING -> Optional.empty();
      case CREATED -> Optional.of(isHere ? new Action.Start(container, last) : another);
      case EXITED -> {
        var isLost = !isHere && pod.initContainers().contains(container);
        if (!isLost && !RestartPolicy.again(pod, container, last.exitCode())) {
          yield Optional.empty();
        }
        var rested = backoff.notBefore(last.finishedAt().orElse(last.createdAt()));
        yield notBefore(isHere ? rested : Instant.MIN, another);
      }
    };
  }
