package timonier.pods.simulated;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import timonier.pods.runtime.ContainerRuntime.Image;
import timonier.pods.runtime.ContainerRuntime.Space;
import timonier.pods.runtime.RuntimeFailure;

/// The images of a simulated machine.
public final class SimulatedImages {

  private final long capacity;
  private final ToLongFunction<String> bytes;
  private final Map<String, Image> images = new LinkedHashMap<>();

  /// Makes a disk without images.
  ///
  /// @param capacity how many bytes the disk has; 0 for a machine that always has every image
  /// @param bytes how many bytes an image takes, by name
  public SimulatedImages(long capacity, ToLongFunction<String> bytes) {
    this.capacity = capacity;
    this.bytes = bytes;
  }

  /// A machine that has every image.
  public static SimulatedImages all() {
    return new SimulatedImages(0, _ -> 0);
  }

  private static String idOf(String name) {
    return "sha256:" + name;
  }

  synchronized String pull(String name) {
    if (capacity > 0 && !images.containsKey(idOf(name))) {
      var image = new Image(idOf(name), List.of(name), bytes.applyAsLong(name));
      if (image.bytes() > available()) {
        throw new RuntimeFailure("ErrImagePull", "no space left on device for " + name);
      }
      images.put(image.id(), image);
    }
    return idOf(name);
  }

  synchronized Optional<String> id(String name) {
    return Optional.of(idOf(name)).filter(id -> capacity == 0 || images.containsKey(id));
  }

  /// All images, oldest first.
  public synchronized List<Image> list() {
    return List.copyOf(images.values());
  }

  synchronized void remove(String id) {
    images.remove(id);
  }

  private long available() {
    return capacity - images.values().stream().mapToLong(Image::bytes).sum();
  }

  synchronized Optional<Space> space() {
    return capacity == 0 ? Optional.empty() : Optional.of(new Space(capacity, available()));
  }
}
