/// Init containers run again if nothing is known of them any more.
/// @fails once_begun_init_containers_are_history
/// @fails once_begun_sidecars_still_have_to_run
/// @hint Records of ended containers are cleared away in time. If one of the other containers was
/// made before, all init containers must have been done then, and must not run a second time
/// while the others do.
{
    var now = new ArrayList<Container>();
    for (var init : pod.initContainers()) {
      var isDone = done.contains(init.name());
      if (init.isSidecar() || !isDone) {
        now.add(init);
      }
      if (!isDone) {
        return now;
      }
    }
    now.addAll(pod.containers());
    return now;
  }
