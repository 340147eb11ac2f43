/// In a new sandbox nobody asks for the policy.
/// @fails a_new_sandbox_is_a_new_start
/// @hint Only init containers run again without their policy being asked. All others that ended
/// in the former sandbox run again if that says so: a job that is done is not done again.
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
        var isLost = !isHere;
        if (!isLost && !RestartPolicy.again(pod, container, last.exitCode())) {
          yield Optional.empty();
        }
        yield notBefore(isHere ? afterBackoff(last) : retry, another);
      }
    };
  }
