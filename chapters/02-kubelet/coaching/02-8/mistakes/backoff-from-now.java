/// The backoff is counted from now, and never comes to its end.
/// @fails it_waits_for_its_backoff
/// @hint Each time somebody asks, "now" is later, and so is the moment until which your container
/// waits. The backoff counts from when the container ended.
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
        var rested = backoff.notBefore(now);
        yield notBefore(!isHere || rested.isBefore(retry) ? retry : rested, another);
      }
    };
  }
