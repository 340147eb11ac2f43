package timonier.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// The processor time of a server by kind of thread, as Linux counts it.
///
/// @param ticks hundredths of a second, by kind of thread; empty if unknown
record ServerThreads(Map<String, Long> ticks) {

  static ServerThreads of(ProcessHandle process) {
    var ticks = new TreeMap<String, Long>();
    var tasks = Path.of("/proc", Long.toString(process.pid()), "task");
    if (!Files.isDirectory(tasks)) {
      return new ServerThreads(ticks);
    }
    try (var threads = Files.newDirectoryStream(tasks)) {
      for (var thread : threads) {
        add(ticks, thread);
      }
    } catch (IOException _) {
      return new ServerThreads(Map.of());
    }
    return new ServerThreads(ticks);
  }

  /// Adds one thread, unless it has just ended.
  private static void add(Map<String, Long> ticks, Path thread) {
    try {
      var stat = Files.readString(thread.resolve("stat"));
      var name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      ticks.merge(kind(name), Long.parseLong(fields[11]) + Long.parseLong(fields[12]), Long::sum);
    } catch (IOException _) {
      // the thread ended between listing and reading
    }
  }

  /// The kind of a thread, from the name that the JVM gave it.
  static String kind(String name) {
    if (name.startsWith("C1 Comp") || name.startsWith("C2 Comp")) {
      return "compiling (" + name.substring(0, 2) + ")";
    }
    if (name.startsWith("GC ") || name.startsWith("G1 ") || name.startsWith("VM ")) {
      return "collecting garbage, and the VM itself";
    }
    return "running the server";
  }

  /// The time since `before`.
  ServerThreads since(ServerThreads before) {
    var difference = new TreeMap<String, Long>();
    ticks.forEach((kind, now) -> difference.put(kind, now - before.ticks.getOrDefault(kind, 0L)));
    return new ServerThreads(difference);
  }

  /// The shares, the largest first, as in `running the server 90 %, compiling (C2) 10 %`.
  String shares() {
    return Shares.of(ticks);
  }

  /// The memory that a process uses, in megabytes; 0 if unknown.
  static double megabytes(long pid) {
    try {
      for (var line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) / 1000.0;
        }
      }
    } catch (IOException _) {
      return 0;
    }
    return 0;
  }
}
