/// Every init container is taken for a sidecar.
/// @fails sidecars_outlive_the_others
/// @hint Most init containers are no sidecars: they prepare something and end.
/// Container.isSidecar tells them apart. And a sidecar is only stopped once nothing else runs.
{
    var sidecars =
        pod.initContainers().stream()
            .map(Container::name)
            .filter(running::contains)
            .toList();
    var others = running.stream().filter(name -> !sidecars.contains(name)).toList();
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
