/// At exactly the upper limit there is taken to be room.
/// @fails large_disks_count_too
/// @fails no_more_go_than_it_takes
/// @fails nothing_goes_while_there_is_room
/// @hint From the upper limit on, not above it: at 85 hundredths of the disk, images have to go.
{
    var used = space.capacity() - space.available();
    if (used * 100 <= space.capacity() * HIGH) {
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
      if (used * 100 <= space.capacity() * LOW) {
        break;
      }
      surplus.add(image);
      used -= image.bytes();
    }
    return surplus;
  }
