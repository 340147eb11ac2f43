/// Takes images from a queue as long as bytes have to be freed.
{
    var used = space.capacity() - space.available();
    var toFree = used - space.capacity() * LOW / 100;
    var queue =
        new java.util.PriorityQueue<Candidate>(
            Comparator.comparing(Candidate::lastUsed).thenComparing(Candidate::detected));
    if (used * 100 >= space.capacity() * HIGH) {
      queue.addAll(images);
    }
    queue.removeIf(image ->
        !image.lastUsed().isBefore(now) || image.detected().isAfter(now.minus(LEAST_AGE)));
    var surplus = new ArrayList<Candidate>();
    while (toFree > 0 && !queue.isEmpty()) {
      var image = queue.remove();
      surplus.add(image);
      toFree -= image.bytes();
    }
    return surplus;
  }
