package timonier.kubelet.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a node has left. [#of] is an edge.
///
/// @param memoryBytes all of its memory
/// @param memoryAvailable what programs may still take of it
/// @param diskBytes all of the disk that its pods are on
/// @param diskAvailable what is free of it
public record NodeUsage(
    long memoryBytes, long memoryAvailable, long diskBytes, long diskAvailable) {

  private static final String AVAILABLE = "MemAvailable:";

  /// What this machine has left now. Where the operating system does not tell how much memory could
  /// be had, all of it counts as available.
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

  /// Whether so little memory is left that no more pods should come: less than 100 MiB (Kubernetes,
  /// Node-pressure eviction, hard eviction thresholds).
  boolean hasMemoryPressure() {
    return memoryAvailable < 100L << 20;
  }

  /// Whether less than a tenth of the disk is left (the same page).
  boolean hasDiskPressure() {
    return diskAvailable < diskBytes / 10;
  }
}
