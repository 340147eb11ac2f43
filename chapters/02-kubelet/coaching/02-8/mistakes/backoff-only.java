/// For what ended only the backoff counts.
/// @fails the_longer_wait_counts
/// @hint There may be two reasons to wait: the backoff of the container that ended, and a try to
/// make the next that failed. The later of both moments counts.
{
    if (newest.isEmpty()) {
      return notBefore(retry, new Action.Create(container, sandbox, restarts));
    }
    var last = newest.get();
    var isHere = last.sandboxId().equals(sandbox.id());
    var another = new Action.Create(container, sandbox, last.config().attempt() + 1);
    return switch (last.state()) {
      case RUNNING -> Optional.empty();
      case CREATED -> notBefore(retry, isHere ? new Action.Start(container, last) : another);
      case EXITED -> {
        var isLost = !isHere && pod.initContainers().contains(container);
        if (!isLost && !RestartPolicy.again(pod, container, last.exitCode())) {
          yield Optional.empty();
        }
        var rested = backoff.notBefore(last.finishedAt().orElse(last.createdAt()));
        yield notBefore(isHere ? rested : retry, another);
      }
    };
  }
