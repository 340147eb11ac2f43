/// Decides first what to do, then from when on.
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
          var rested = backoff.notBefore(last.finishedAt().orElse(last.createdAt()));
          moment = isHere && rested.isAfter(moment) ? rested : moment;
        }
      }
    }
    return Optional.of(moment.isAfter(now) ? new Action.Wait(container.name(), moment) : action);
  }
