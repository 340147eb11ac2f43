/// The largest images go first, because that takes the fewest.
/// @fails of_equal_ones_the_older_goes_first
/// @fails the_least_recently_used_goes_first
/// @hint As few as possible is tempting, but the largest image may be the one that is used most.
/// The order is that of the last use.
{
    var used = space.capacity() - space.available();
    if (used * 100 < space.capacity() * HIGH) {
      return List.of();
    }
    var candidates =
        images.stream()
            .filter(image -> image.lastUsed().isBefore(now))
            .filter(image -> !image.detected().plus(LEAST_AGE).isAfter(now))
            .sorted(Comparator.comparing(Candidate::bytes).reversed())
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
