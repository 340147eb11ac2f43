/// The age of an image is not looked at.
/// @fails what_is_new_stays
/// @hint An image that came a minute ago is not in use yet, because the container that it was
/// pulled for is just being made. It has LEAST_AGE to come into use, and may go from then on.
{
    var used = space.capacity() - space.available();
    if (used * 100 < space.capacity() * HIGH) {
      return List.of();
    }
    var candidates =
        images.stream()
            .filter(image -> image.lastUsed().isBefore(now))
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
