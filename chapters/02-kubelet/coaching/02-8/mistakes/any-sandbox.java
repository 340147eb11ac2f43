/// It does not matter in which sandbox a container was.
/// @fails a_new_sandbox_is_a_new_start
/// @fails init_containers_run_again_in_a_new_sandbox
/// @hint A container cannot leave its sandbox. If the pod has a new one, those in the old one
/// cannot be started any more, and did not end by their own fault.
{
    if (newest.isEmpty()) {
      return notBefore(retry, new Action.Create(container, sandbox, restarts));
    }
    var last = newest.get();
    var isHere = true;
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
