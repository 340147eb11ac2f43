/// What is left may be nothing, or less than that.
/// @fails a_shorter_grace_counts
/// @fails nobody_has_less_than_two_seconds
/// @hint If the others took all the time, a sidecar would be killed at once. LEAST is
/// there for it.
{
    var sidecars =
        pod.initContainers().stream()
            .filter(Container::isSidecar)
            .map(Container::name)
            .filter(running::contains)
            .toList();
    var others = running.stream().filter(name -> !sidecars.contains(name)).toList();
    var left = grace.minus(waited);
    var time = left;
    var stops = new LinkedHashMap<String, Duration>();
    others.forEach(name -> stops.put(name, time));
    if (others.isEmpty() && !sidecars.isEmpty()) {
      stops.put(sidecars.getLast(), time);
    }
    return stops;
  }
