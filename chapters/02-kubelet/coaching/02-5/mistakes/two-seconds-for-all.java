/// Everybody has at least two seconds.
/// @fails a_shorter_grace_counts
/// @hint Somebody who gives a pod a grace of 0 or 1 seconds means it. The lower limit is LEAST or
/// the grace, whichever is shorter.
{
    var sidecars =
        pod.initContainers().stream()
            .filter(Container::isSidecar)
            .map(Container::name)
            .filter(running::contains)
            .toList();
    var others = running.stream().filter(name -> !sidecars.contains(name)).toList();
    var least = LEAST;
    var left = grace.minus(waited);
    var time = left.compareTo(least) < 0 ? least : left;
    var stops = new LinkedHashMap<String, Duration>();
    others.forEach(name -> stops.put(name, time));
    if (others.isEmpty() && !sidecars.isEmpty()) {
      stops.put(sidecars.getLast(), time);
    }
    return stops;
  }
