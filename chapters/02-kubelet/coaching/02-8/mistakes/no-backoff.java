/// What ended is replaced without waiting for its backoff.
/// @fails it_waits_for_its_backoff
/// @fails the_longer_wait_counts
/// @hint A program that ends at once would keep the node busy with starts. Its next one must not
/// be before the moment that backoff.notBefore gives for its end.
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
        yield notBefore(retry, another);
      }
    };
  }
