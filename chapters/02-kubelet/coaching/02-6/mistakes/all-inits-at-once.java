/// All init containers that are not done run side by side.
/// @fails a_later_sidecar_waits_for_its_turn
/// @fails a_sidecar_is_waited_for
/// @fails init_containers_run_one_after_another
/// @hint Each init container may need what the one before it prepared. Stop at the first that is
/// not done: nothing behind it runs yet.
{
    var now = new ArrayList<Container>();
    for (var init : pod.initContainers()) {
      var isDone = begun || done.contains(init.name());
      if (init.isSidecar() || !isDone) {
        now.add(init);
      }
    }
    if (begun || pod.initContainers().stream().allMatch(init -> done.contains(init.name()))) {
      now.addAll(pod.containers());
    }
    return now;
  }
