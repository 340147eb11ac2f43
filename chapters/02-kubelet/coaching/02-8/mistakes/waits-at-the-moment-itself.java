/// At the very moment of the next try it still waits.
/// @fails it_waits_for_the_next_try
/// @fails what_ended_is_replaced_where_the_policy_says_so
/// @hint "Not before a moment" includes the moment itself. Wait only if it is after now.
{
    var isHere = newest.filter(last -> last.sandboxId().equals(sandbox.id())).isPresent();
    var attempt = newest.map(last -> last.config().attempt() + 1).orElse(restarts);
    Action action = new Action.Create(container, sandbox, attempt);
    var moment = retry;
    if (newest.isPresent()) {
      var last = newest.get();
      switch (last.state()) {
        case RUNNING -> {
          return Optional.empty();
        }
        case CREATED -> action = isHere ? new Action.Start(container, last) : action;
        case EXITED -> {
          var isAsked = isHere || !pod.initContainers().contains(container);
          if (isAsked && !RestartPolicy.again(pod, container, last.exitCode())) {
            return Optional.empty();
          }
          moment = isHere ? afterBackoff(last) : retry;
        }
      }
    }
    return Optional.of(moment.isBefore(now) ? action : new Action.Wait(container.name(), moment));
  }
