/// Only the containers that the pod names as such are stopped with the others.
/// @fails others_stop_side_by_side
/// @fails sidecars_outlive_the_others
/// @fails strangers_are_stopped
/// @hint There is more that may run: init containers, when a pod ends before it has begun, and
/// containers that its specification no longer names. The others are all that runs, without the
/// sidecars.
{
    var sidecars =
        pod.initContainers().stream()
            .filter(Container::isSidecar)
            .map(Container::name)
            .filter(running::contains)
            .toList();
    var others =
        pod.containers().stream().map(Container::name).filter(running::contains).toList();
    var least = grace.compareTo(LEAST) < 0 ? grace : LEAST;
    var left = grace.minus(waited);
    var time = left.compareTo(least) < 0 ? least : left;
    var stops = new LinkedHashMap<String, Duration>();
    others.forEach(name -> stops.put(name, time));
    if (others.isEmpty() && !sidecars.isEmpty()) {
      stops.put(sidecars.getLast(), time);
    }
    return stops;
  }
