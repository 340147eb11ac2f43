/// The sidecar that started first is stopped first.
/// @fails sidecars_stop_in_reverse
/// @hint Sidecars stop one at a time, and in the reverse order of their start: a later one may
/// need an earlier one, but not the other way round.
{
    var sidecars =
        pod.initContainers().stream()
            .filter(Container::isSidecar)
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
      stops.put(sidecars.getFirst(), time);
    }
    return stops;
  }
