/// What follows a sidecar starts at the same time.
/// @fails a_later_sidecar_waits_for_its_turn
/// @fails a_sidecar_is_waited_for
/// @hint A sidecar is there before the others, so that it can serve them from their first moment:
/// what follows waits until its name is among those that are done.
{
    var now = new ArrayList<Container>();
    for (var init : pod.initContainers()) {
      var isDone = begun || done.contains(init.name());
      if (init.isSidecar() || !isDone) {
        now.add(init);
      }
      if (!isDone && !init.isSidecar()) {
        return now;
      }
    }
    now.addAll(pod.containers());
    return now;
  }
