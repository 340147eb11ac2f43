/// Images that were last used at the same moment go in the order in which they are given.
/// @fails of_equal_ones_the_older_goes_first
/// @hint Images that are checked in one pass have the same last use quite often. A Comparator can
/// have a second comparison for these: thenComparing.
{
    var used = space.capacity() - space.available();
    if (used * 100 < space.capacity() * HIGH) {
      return List.of();
    }
    var candidates =
        images.stream()
            .filter(image -> image.lastUsed().isBefore(now))
            .filter(image -> !image.detected().plus(LEAST_AGE).isAfter(now))
            .sorted(Comparator.comparing(Candidate::lastUsed))
            .toList();
    var surplus = new ArrayList<Candidate>();
    for (var image : candidates) {
      if (used * 100 <= space.capacity() * LOW) {
        break;
      }
      surplus.add(image);
      used -= image.bytes();
    }
    return surplus;
  }
