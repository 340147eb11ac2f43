/// A container that the runtime does not know is always taken for the first.
/// @fails what_is_missing_is_created
{
    if (newest.isEmpty()) {
      return notBefore(retry, new Action.Create(container, sandbox, 0));
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
        yield notBefore(isHere ? afterBackoff(last) : retry, another);
      }
    };
  }
