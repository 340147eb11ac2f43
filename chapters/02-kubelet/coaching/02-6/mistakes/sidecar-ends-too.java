/// A sidecar that has started is over, like an init container that ended.
/// @fails a_sidecar_goes_on_while_the_others_run
/// @fails once_begun_sidecars_still_have_to_run
/// @hint A sidecar is "done" once it has started, in that what follows may go on. It must go on
/// as well, as long as the pod does.
{
    var now = new ArrayList<Container>();
    for (var init : pod.initContainers()) {
      var isDone = begun || done.contains(init.name());
      if (!isDone) {
        now.add(init);
        return now;
      }
    }
    now.addAll(pod.containers());
    return now;
  }
