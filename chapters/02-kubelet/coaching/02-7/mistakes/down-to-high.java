/// It stops as soon as it is below the upper limit again.
/// @fails no_more_go_than_it_takes
/// @hint Two limits, one for the begin and one for the end: it goes on until no more than LOW
/// hundredths are in use. Look at what happens exactly at that limit, and one byte above it.
{
    var used = space.capacity() - space.available();
    if (used * 100 < space.capacity() * HIGH) {
      return List.of();
    }
    var candidates =
        images.stream()
            .filter(image -> image.lastUsed().isBefore(now))
            .filter(image -> !image.detected().plus(LEAST_AGE).isAfter(now))
            .sorted(Comparator.comparing(Candidate::lastUsed).thenComparing(Candidate::detected))
            .toList();
    var surplus = new ArrayList<Candidate>();
    for (var image : candidates) {
      if (used * 100 < space.capacity() * HIGH) {
        break;
      }
      surplus.add(image);
      used -= image.bytes();
    }
    return surplus;
  }
