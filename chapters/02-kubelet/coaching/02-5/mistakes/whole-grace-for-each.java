/// Each container has the whole grace.
/// @fails each_has_what_is_left
/// @fails nobody_has_less_than_two_seconds
/// @hint The grace is for the whole pod. A sidecar that begins to stop after 12 of 30 seconds has
/// 18 left.
{
    var sidecars =
        pod.initContainers().stream()
            .filter(Container::isSidecar)
            .map(Container::name)
            .filter(running::contains)
            .toList();
    var others = running.stream().filter(name -> !sidecars.contains(name)).toList();
    var time = grace;
    var stops = new LinkedHashMap<String, Duration>();
    others.forEach(name -> stops.put(name, time));
    if (others.isEmpty() && !sidecars.isEmpty()) {
      stops.put(sidecars.getLast(), time);
    }
    return stops;
  }
