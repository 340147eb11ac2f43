package timonier.kubelet.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The free resources of a node. [#of] is an edge.
///
/// @param memoryBytes all of its memory
/// @param memoryAvailable the memory that programs can still get
/// @param diskBytes the size of its pods' disk
/// @param diskAvailable the free bytes of that disk
public record NodeUsage(
    long memoryBytes, long memoryAvailable, long diskBytes, long diskAvailable) {

  private static final String AVAILABLE = "MemAvailable:";

  /// Reads the free resources of this machine. If the operating system does not report available
  /// memory, all of it counts as available.
  ///
  /// @param folder a folder on the disk
  public static NodeUsage of(Machine machine, Path folder) {
    var disk = folder.toFile();
    return new NodeUsage(
        machine.memoryBytes(),
        memoryAvailable(machine.memoryBytes()),
        disk.getTotalSpace(),
        disk.getUsableSpace());
  }

  private static long memoryAvailable(long otherwise) {
    try (var lines = Files.lines(Path.of("/proc/meminfo"))) {
      return lines
          .filter(line -> line.startsWith(AVAILABLE))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(otherwise);
    } catch (IOException _) {
      return otherwise;
    }
  }

  /// Whether too little memory is left for more pods: less than 100 MiB (Kubernetes, Node-pressure
  /// eviction, hard eviction thresholds).
  boolean hasMemoryPressure() {
    return memoryAvailable < 100L << 20;
  }

  /// Whether less than a tenth of the disk is left (the same page).
  boolean hasDiskPressure() {
    return diskAvailable < diskBytes / 10;
  }
}
