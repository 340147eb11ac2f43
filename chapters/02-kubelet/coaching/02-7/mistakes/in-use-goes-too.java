/// An image in use goes when its turn comes.
/// @fails what_is_in_use_stays
/// @hint It is not enough that an image in use is last in the order: if the disk is full enough,
/// its turn comes. Its last use is now: that tells you to leave it out.
{
    var used = space.capacity() - space.available();
    if (used * 100 < space.capacity() * HIGH) {
      return List.of();
    }
    var candidates =
        images.stream()
            .filter(image -> !image.detected().plus(LEAST_AGE).isAfter(now))
            .sorted(Comparator.comparing(Candidate::lastUsed).thenComparing(Candidate::detected))
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
