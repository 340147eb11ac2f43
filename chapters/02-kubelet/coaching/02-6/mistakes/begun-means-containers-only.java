/// Once the pod has begun, no init container is looked at.
/// @fails once_begun_sidecars_still_have_to_run
/// @hint A pod that has begun still needs its sidecars: if one of them ended, it has to run
/// again. Only the plain init containers are over.
{
    if (begun) {
      return pod.containers();
    }
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
