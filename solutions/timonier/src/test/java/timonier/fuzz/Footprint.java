package timonier.fuzz;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;

/// The resources that the process uses.
///
/// @param threads those of the system and virtual ones, by name
/// @param files open descriptors, sockets among them
/// @param heap bytes that are reachable
/// @param objects reachable bytes by class, for the largest classes
record Footprint(Map<String, Long> threads, long files, long heap, Map<String, Long> objects) {

  /// The growth that still counts as the same.
  private static final double TOLERANCE = 1.05;

  /// The JVM's threads that carry virtual threads. It adds some if one of these blocks.
  private static final String CARRIERS = "ForkJoinPool-";

  private static final int MOST_KEPT = 300;
  private static final int MOST_SHOWN = 15;

  /// Measures.
  ///
  /// @param folder for the JVM's dump of its threads
  static Footprint now(Path folder) throws IOException {
    try {
      var files =
          ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
              .getOpenFileDescriptorCount();
      var objects = histogram();
      var most =
          objects.entrySet().stream()
              .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
              .limit(MOST_KEPT)
              .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
      return new Footprint(threads(folder), files, sum(objects), most);
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Long> threads(Path folder) throws IOException {
    var file = folder.resolve("threads");
    Files.deleteIfExists(file);
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
    var threads = new TreeMap<String, Long>();
    for (var line : Files.readAllLines(file)) {
      if (line.startsWith("#")) {
        var name = line.replaceAll("^#\\d+ \"(.*)\".*", "$1").replaceAll("[\\d@].*", "");
        if (!name.startsWith(CARRIERS)) {
          threads.merge(name, 1L, Long::sum);
        }
      }
    }
    return threads;
  }

  /// The JVM's histogram of all objects, after a collection.
  private static Map<String, Long> histogram() throws JMException {
    var text =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    return text.lines()
        .map(line -> line.strip().split("\\s+", -1))
        .filter(words -> words.length >= 4 && words[0].endsWith(":"))
        .collect(Collectors.toMap(words -> words[3], words -> Long.valueOf(words[2]), Long::sum));
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /// Whether this is at most another, within the tolerance.
  boolean isWithin(Footprint before) {
    return sum(threads) <= sum(before.threads) * TOLERANCE
        && files <= before.files * TOLERANCE
        && heap <= before.heap * TOLERANCE;
  }

  /// The minimum of two in each respect.
  Footprint least(Footprint other) {
    return new Footprint(
        sum(threads) <= sum(other.threads) ? threads : other.threads,
        Math.min(files, other.files),
        Math.min(heap, other.heap),
        heap <= other.heap ? objects : other.objects);
  }

  /// What has grown, the largest first.
  String growthSince(Footprint before) {
    return "threads %s, heap %s"
        .formatted(growth(before.threads, threads), growth(before.objects, objects));
  }

  private static String growth(Map<String, Long> before, Map<String, Long> after) {
    return after.entrySet().stream()
        .map(entry ->
            Map.entry(entry.getKey(), entry.getValue() - before.getOrDefault(entry.getKey(), 0L)))
        .filter(entry -> entry.getValue() > 0)
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(MOST_SHOWN)
        .map(entry -> entry.getKey() + " +" + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return "%d threads, %d files, %.1f MB".formatted(sum(threads), files, heap / 1e6);
  }
}
