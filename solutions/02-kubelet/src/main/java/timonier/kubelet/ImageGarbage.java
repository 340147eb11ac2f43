package timonier.kubelet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import timonier.pods.runtime.ContainerRuntime.Space;

/// Which images are removed when the disk fills up, decided from what is there.
final class ImageGarbage {

  /// When this many hundredths of the disk are in use, images are removed, until only [#LOW] are.
  /// The defaults of Kubernetes (`imageGCHighThresholdPercent`, `imageGCLowThresholdPercent`).
  static final int HIGH = 85;

  static final int LOW = 80;

  /// A younger image may be for a container that is just being made (Kubernetes,
  /// `imageMinimumGCAge`).
  static final Duration LEAST_AGE = Duration.ofMinutes(2);

  /// An image and what its kubelet saw of it.
  ///
  /// @param id the image
  /// @param bytes what it takes
  /// @param detected when it was first seen
  /// @param lastUsed when a container of it was last seen, in whatever state; long ago if never
  record Candidate(String id, long bytes, Instant detected, Instant lastUsed) {}

  /// The images to remove.
  ///
  /// Nothing is removed while less than [#HIGH] hundredths of the disk are in use. Then as many go
  /// as it takes to come down to [#LOW], the least recently used first; among equals, the one that
  /// was seen first. An image that is in use stays, and so does one that is younger than
  /// [#LEAST_AGE]. (Kubernetes, Garbage collection: Container image lifecycle.)
  ///
  /// @param images all that are there; one is in use if its last use is `now`
  /// @param space the disk that they are on
  /// @param now when they were looked at
  /// @return in the order in which they go; too few if there are no more that may
  /// @exercise 02-7 Choose which images go when the disk is full: as few as will do, the least used
  ///   first.
  static List<Candidate> surplus(List<Candidate> images, Space space, Instant now) {
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
      if (used * 100 <= space.capacity() * LOW) {
        break;
      }
      surplus.add(image);
      used -= image.bytes();
    }
    return surplus;
  }

  private ImageGarbage() {}
}
