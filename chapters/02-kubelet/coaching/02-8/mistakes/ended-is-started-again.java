/// What ended is started again.
/// @fails what_ended_is_replaced_where_the_policy_says_so
/// @hint A container that ended is history, with its log and its exit code. What runs again is
/// another one, whose attempt is one more.
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
        var action = isHere ? new Action.Start(container, last) : another;
        yield notBefore(isHere ? afterBackoff(last) : retry, action);
      }
    };
  }
