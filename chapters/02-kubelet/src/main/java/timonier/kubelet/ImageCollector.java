package timonier.kubelet;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import timonier.kit.loop.EventLoop;
import timonier.kubelet.ImageGarbage.Candidate;
import timonier.pods.runtime.ContainerRuntime;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;
import timonier.pods.runtime.ContainerRuntime.Image;
import timonier.pods.runtime.ContainerRuntime.Space;

/// Looks at a node's images again and again, and removes what [ImageGarbage] chooses.
///
/// It remembers when images were used only while it runs; those that it finds at its first look
/// count as old, as in Kubernetes.
final class ImageCollector implements AutoCloseable {

  /// How often it looks (Kubernetes, `ImageGCPeriod`).
  static final Duration PERIOD = Duration.ofMinutes(5);

  private final EventLoop loop;
  private final ContainerRuntime runtime;
  private Map<String, Candidate> known = Map.of();
  private boolean hasLooked;
  private EventLoop.Cancellable timer = () -> {};

  ImageCollector(EventLoop loop, ContainerRuntime runtime) {
    this.loop = loop;
    this.runtime = runtime;
  }

  /// What is there at one moment.
  private record Seen(List<Image> images, List<String> used, Optional<Space> space) {}

  /// Looks now, and from now on.
  void start() {
    timer = loop.after(PERIOD, this::start);
    loop.spawn(
        "look at images",
        () -> {
          try {
            var used = runtime.containers().stream().map(ContainerRecord::imageId).toList();
            var seen = new Seen(runtime.images(), used, runtime.imageSpace());
            loop.run(() -> look(seen));
          } catch (RuntimeException _) {
            // The next look is never far.
            return;
          }
        });
  }

  private void look(Seen seen) {
    var now = loop.now();
    var next = new LinkedHashMap<String, Candidate>();
    for (var image : seen.images()) {
      var before =
          Optional.ofNullable(known.get(image.id()))
              .orElseGet(() -> first(image, hasLooked ? now : Instant.EPOCH));
      var lastUsed = seen.used().contains(image.id()) ? now : before.lastUsed();
      next.put(image.id(), new Candidate(image.id(), image.bytes(), before.detected(), lastUsed));
    }
    known = next;
    hasLooked = true;
    seen.space()
        .map(space -> ImageGarbage.surplus(List.copyOf(next.values()), space, now))
        .filter(surplus -> !surplus.isEmpty())
        .ifPresent(surplus -> loop.spawn("remove images", () -> remove(surplus)));
  }

  private static Candidate first(Image image, Instant detected) {
    return new Candidate(image.id(), image.bytes(), detected, Instant.EPOCH);
  }

  /// Removes images, except those that have a container by now.
  private void remove(List<Candidate> surplus) {
    try {
      var used =
          runtime.containers().stream()
              .map(ContainerRecord::imageId)
              .collect(Collectors.toUnmodifiableSet());
      surplus.stream()
          .map(Candidate::id)
          .filter(id -> !used.contains(id))
          .forEach(runtime::removeImage);
    } catch (RuntimeException _) {
      // What is left is found by the next look.
      return;
    }
  }

  /// Looks no more.
  @Override
  public void close() {
    timer.cancel();
  }
}
