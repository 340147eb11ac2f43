/// So many init containers are taken to be done as names are given.
/// @fails a_later_sidecar_waits_for_its_turn
/// @hint A sidecar may have ended again while a later one still runs, so it matters which ones
/// are done and not just how many.
{
    var now = new ArrayList<Container>();
    for (var i = 0; i < pod.initContainers().size(); i++) {
      var init = pod.initContainers().get(i);
      var isDone = begun || i < done.size();
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
