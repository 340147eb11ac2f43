/// The next one begins with restarts instead of one more attempt.
/// @fails a_new_sandbox_is_a_new_start
/// @fails init_containers_run_again_in_a_new_sandbox
/// @fails what_ended_is_replaced_where_the_policy_says_so
/// @hint restarts is for the case that nothing is known. If there is a container, its own attempt
/// tells: the next one has one more. The number of restarts that people see is made of it.
{
    if (newest.isEmpty()) {
      return notBefore(retry, new Action.Create(container, sandbox, restarts));
    }
    var last = newest.get();
    var isHere = last.sandboxId().equals(sandbox.id());
    var another = new Action.Create(container, sandbox, restarts);
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
