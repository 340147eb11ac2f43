/// All containers are stopped at once.
/// @fails sidecars_outlive_the_others
/// @fails sidecars_stop_in_reverse
/// @fails strangers_are_stopped
/// @hint A sidecar may be the network or the log of the others: if it goes first, they lose what
/// they say last. Sidecars wait until only sidecars run.
{
    var sidecars =
        pod.initContainers().stream()
            .filter(Container::isSidecar)
            .map(Container::name)
            .filter(running::contains)
            .toList();
    var least = grace.compareTo(LEAST) < 0 ? grace : LEAST;
    var left = grace.minus(waited);
    var time = left.compareTo(least) < 0 ? least : left;
    var stops = new LinkedHashMap<String, Duration>();
    running.forEach(name -> stops.put(name, time));
    return stops;
  }
