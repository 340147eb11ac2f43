package timonier.pods.runtime;

import java.util.Optional;
import timonier.pods.runtime.ContainerRuntime.ContainerConfig;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;

/// What a container may use of the machine; 0 stands for no limit.
///
/// @param requestedMilliCpu its part of the processors when they are busy, in thousandths of one
/// @param milliCpu the most of the processors it gets
/// @param memoryBytes the most of the memory it gets
public record Limits(long requestedMilliCpu, long milliCpu, long memoryBytes) {

  /// A container's configuration with these limits in place of its own.
  public ContainerConfig of(ContainerConfig config) {
    return new ContainerConfig(
        config.name(),
        config.attempt(),
        config.image(),
        config.command(),
        config.args(),
        config.workingDir(),
        config.env(),
        config.mounts(),
        config.labels(),
        config.stdin(),
        config.stdinOnce(),
        config.tty(),
        Optional.of(this),
        config.security(),
        config.target());
  }

  /// A container with these limits in place of its own.
  public ContainerRecord of(ContainerRecord record) {
    return new ContainerRecord(
        record.id(),
        record.sandboxId(),
        of(record.config()),
        record.imageId(),
        record.state(),
        record.pid(),
        record.createdAt(),
        record.startedAt(),
        record.finishedAt(),
        record.exitCode(),
        record.reason(),
        record.message());
  }
}
