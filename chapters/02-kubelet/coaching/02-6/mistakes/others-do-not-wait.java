/// The others run while an init container is not done yet.
/// @fails a_later_sidecar_waits_for_its_turn
/// @fails a_sidecar_goes_on_while_the_others_run
/// @fails a_sidecar_is_waited_for
/// @fails init_containers_run_one_after_another
/// @hint If an init container is not done, nothing behind it may run, and neither may the pod's
/// own containers: you have the answer at this point.
{
    var now = new ArrayList<Container>();
    for (var init : pod.initContainers()) {
      var isDone = begun || done.contains(init.name());
      if (init.isSidecar() || !isDone) {
        now.add(init);
      }
      if (!isDone) {
        break;
      }
    }
    now.addAll(pod.containers());
    return now;
  }
