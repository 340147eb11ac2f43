/// Looks for the least used one again and again among those that are left.
{
    var left = new ArrayList<Candidate>();
    for (var image : images) {
      var age = Duration.between(image.detected(), now);
      if (!image.lastUsed().equals(now) && age.compareTo(LEAST_AGE) >= 0) {
        left.add(image);
      }
    }
    var order =
        Comparator.<Candidate, Instant>comparing(image -> image.lastUsed())
            .thenComparing(image -> image.detected());
    var used = space.capacity() - space.available();
    var surplus = new ArrayList<Candidate>();
    var isFull = used * 100 >= space.capacity() * HIGH;
    while (isFull && used * 100 > space.capacity() * LOW && !left.isEmpty()) {
      var least = java.util.Collections.min(left, order);
      left.remove(least);
      surplus.add(least);
      used -= least.bytes();
    }
    return surplus;
  }
