/// A container that was created is created once more.
/// @fails what_was_created_is_started
/// @hint A container that was created in this sandbox only waits to be started. If another is
/// created instead, there will be one more each time somebody asks.
{
    if (newest.isEmpty()) {
      return notBefore(retry, new Action.Create(container, sandbox, restarts));
    }
    var last = newest.get();
    var isHere = last.sandboxId().equals(sandbox.id());
    var another = new Action.Create(container, sandbox, last.config().attempt() + 1);
    return switch (last.state()) {
      case RUNNING -> Optional.empty();
      case CREATED -> notBefore(retry, another);
      case EXITED -> {
        var isLost = !isHere && pod.initContainers().contains(container);
        if (!isLost && !RestartPolicy.again(pod, container, last.exitCode())) {
          yield Optional.empty();
        }
        yield notBefore(isHere ? afterBackoff(last) : retry, another);
      }
    };
  }
