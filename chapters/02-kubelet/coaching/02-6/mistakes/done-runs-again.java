/// Init containers that are done run on.
/// @fails a_sidecar_goes_on_while_the_others_run
/// @fails init_containers_run_one_after_another
/// @fails once_begun_init_containers_are_history
/// @fails once_begun_sidecars_still_have_to_run
/// @fails then_the_others_run
/// @hint An init container that is done has ended and does not run again. Of those that are done,
/// only sidecars have to run.
{
    var now = new ArrayList<Container>();
    for (var init : pod.initContainers()) {
      var isDone = begun || done.contains(init.name());
      now.add(init);
      if (!isDone) {
        return now;
      }
    }
    now.addAll(pod.containers());
    return now;
  }
