package timonier.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/// Finds where a server's time goes: the JVM's own recorder samples its threads.
///
/// Samples are taken per processor time if the JVM can (on Linux), so that native code, as in
/// reading a socket, counts, too.
final class ServerSampling {

  /// Subjects by package. A sample counts for the topmost frame with a subject here; frames above
  /// it work for that one.
  private static final Map<String, String> SUBJECTS = subjects();

  private static final String NAME = "bench";

  private final long pid;
  private final Path file;

  private ServerSampling(long pid, Path file) {
    this.pid = pid;
    this.file = file;
  }

  private static Map<String, String> subjects() {
    var subjects = new LinkedHashMap<String, String>();
    subjects.put("sun.security.ssl", "TLS");
    subjects.put("com.sun.crypto", "TLS");
    subjects.put("sun.security", "TLS");
    subjects.put("javax.crypto", "TLS");
    subjects.put("org.eclipse.jetty.io.ssl", "TLS");
    subjects.put("com.fasterxml.jackson", "JSON");
    subjects.put("sun.nio.ch.FileDispatcherImpl", "disk");
    subjects.put("sun.nio.ch.UnixFileDispatcherImpl", "disk");
    subjects.put("sun.nio.ch", "sockets");
    subjects.put("org.eclipse.jetty", "HTTP");
    subjects.put("io.javalin", "HTTP");
    subjects.put("timonier.apiserver.HttpServer", "HTTP");
    subjects.put("timonier.apiserver.schema", "schema: pruning, defaults, validation");
    subjects.put("timonier.apiserver", "API server");
    subjects.put("timonier.store", "store");
    subjects.put("timonier.client", "client caches");
    subjects.put("timonier.scheduler", "scheduler");
    subjects.put("timonier.kit", "event loops");
    subjects.put("timonier", "controllers and others");
    subjects.put("java.util.concurrent.ForkJoin", "switching threads");
    subjects.put("java.lang.VirtualThread", "switching threads");
    subjects.put("jdk.internal.vm", "switching threads");
    return subjects;
  }

  /// Begins to sample a server.
  ///
  /// @param folder for the recording
  static ServerSampling start(ProcessHandle server, Path folder) {
    var sampling = new ServerSampling(server.pid(), folder.resolve("samples.jfr"));
    Jcmd.run(
        server.pid(),
        "JFR.start",
        "name=" + NAME,
        "settings=none",
        "+jdk.ExecutionSample#enabled=true",
        "+jdk.ExecutionSample#period=10ms",
        "+jdk.CPUTimeSample#enabled=true",
        "+jdk.CPUTimeSample#stackTrace=true",
        "+jdk.CPUTimeSample#throttle=5ms");
    return sampling;
  }

  /// Ends it.
  ///
  /// @return the subjects and how many samples each has
  Map<String, Long> stop() {
    Jcmd.run(pid, "JFR.stop", "name=" + NAME, "filename=" + file);
    try {
      var subjects = read();
      Files.delete(file);
      return subjects;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Long> read() throws IOException {
    var byKind = new TreeMap<String, Map<String, Long>>();
    try (var recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        var event = recording.readEvent();
        byKind
            .computeIfAbsent(event.getEventType().getName(), _ -> new TreeMap<>())
            .merge(subject(event), 1L, Long::sum);
      }
    }
    var cpu = byKind.getOrDefault("jdk.CPUTimeSample", Map.of());
    return cpu.isEmpty() ? byKind.getOrDefault("jdk.ExecutionSample", Map.of()) : cpu;
  }

  private static String subject(RecordedEvent event) {
    var trace = event.getStackTrace();
    return trace == null
        ? "unknown"
        : subject(trace.getFrames().stream().map(ServerSampling::type).toList());
  }

  private static String type(RecordedFrame frame) {
    return frame.getMethod().getType().getName();
  }

  /// The subject of a stack of frames.
  ///
  /// @param types the classes of its methods, topmost first
  static String subject(List<String> types) {
    for (var type : types) {
      for (var known : SUBJECTS.entrySet()) {
        if (type.startsWith(known.getKey())) {
          return known.getValue();
        }
      }
    }
    return "the rest";
  }
}
