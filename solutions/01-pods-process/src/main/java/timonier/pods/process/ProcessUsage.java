package timonier.pods.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import timonier.pods.runtime.ContainerRuntime.Usage;

/// The resources that a process and those that it started use. An edge class.
final class ProcessUsage {

  private static final String RESIDENT = "VmRSS:";

  /// The usage of a process with all below it; empty if it is not running.
  static Optional<Usage> of(long pid) {
    return ProcessHandle.of(pid).map(ProcessUsage::of);
  }

  private static Usage of(ProcessHandle top) {
    var all = Stream.concat(Stream.of(top), top.descendants()).toList();
    var cpu =
        all.stream()
            .flatMap(process -> process.info().totalCpuDuration().stream())
            .reduce(Duration.ZERO, Duration::plus);
    return new Usage(cpu, all.stream().mapToLong(process -> memory(process.pid())).sum());
  }

  /// The memory of a process, by Linux' account; 0 if unknown.
  private static long memory(long pid) {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith(RESIDENT))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .sum();
    } catch (IOException _) {
      return 0;
    }
  }

  private ProcessUsage() {}
}
