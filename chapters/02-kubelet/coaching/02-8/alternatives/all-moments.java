/// Gathers the moments to wait for in a list; the latest of them counts.
{
    var moments = new java.util.ArrayList<Instant>(java.util.List.of(now, retry));
    var isInit = pod.initContainers().contains(container);
    var action =
        newest
            .<Optional<Action>>map(last -> {
              var isHere = last.sandboxId().equals(sandbox.id());
              var attempt = last.config().attempt() + 1;
              var another = Optional.<Action>of(new Action.Create(container, sandbox, attempt));
              return switch (last.state()) {
                case RUNNING -> Optional.empty();
                case CREATED ->
                    isHere ? Optional.of(new Action.Start(container, last)) : another;
                case EXITED -> {
                  if (isHere) {
                    moments.add(backoff.notBefore(last.finishedAt().orElse(last.createdAt())));
                  }
                  yield another.filter(_ ->
                      !isHere && isInit || RestartPolicy.again(pod, container, last.exitCode()));
                }
              };
            })
            .orElseGet(() -> Optional.of(new Action.Create(container, sandbox, restarts)));
    var latest = java.util.Collections.max(moments);
    return latest.equals(now)
        ? action
        : action.map(_ -> new Action.Wait(container.name(), latest));
  }
