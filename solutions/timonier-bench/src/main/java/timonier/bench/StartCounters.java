package timonier.bench;

import java.util.Map;
import java.util.TreeMap;

/// A JVM's counters since its start: how long it loaded classes, and how many.
///
/// @param values the counters by name, as `jcmd PerfCounter.print` prints them
record StartCounters(Map<String, Long> values) {

  static StartCounters of(ProcessHandle server) {
    return parse(Jcmd.run(server.pid(), "PerfCounter.print"));
  }

  static StartCounters parse(String printed) {
    var values = new TreeMap<String, Long>();
    for (var line : printed.lines().toList()) {
      var parts = line.split("=", 2);
      if (parts.length == 2 && parts[1].matches("\\d+")) {
        values.put(parts[0], Long.parseLong(parts[1]));
      }
    }
    return new StartCounters(values);
  }

  private long value(String name) {
    return values.getOrDefault(name, 0L);
  }

  private double seconds(String name) {
    return value(name) / (double) Math.max(1, value("sun.os.hrt.frequency"));
  }

  @Override
  public String toString() {
    var shared = value("java.cls.sharedLoadedClasses");
    return ("; %d classes loaded from files and %d from the cache, %.2f s for reading, %.2f s for"
            + " checking and %.2f s for initialising them")
        .formatted(
            value("java.cls.loadedClasses"),
            shared,
            seconds("sun.cls.parseClassTime"),
            seconds("sun.cls.classVerifyTime"),
            seconds("sun.cls.classInitTime"));
  }
}
