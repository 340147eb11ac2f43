package timonier.pods.docker;

import com.github.dockerjava.api.command.UpdateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Volume;
import java.util.List;
import java.util.Map;

/// The engine's settings of a container besides its program: mounts, limits and rights.
final class HostSettings {

  /// The period in which processor time is counted, in microseconds (`cpu.cfs_period_us`).
  private static final long PERIOD = 100_000;

  /// The size of a container's log in Kubernetes: five files of ten million bytes.
  private static final Map<String, String> LOG_SIZE = Map.of("max-size", "10m", "max-file", "5");

  /// The settings of a container to create.
  static HostConfig of(Blueprint wanted) {
    var host =
        HostConfig.newHostConfig()
            .withNetworkMode(wanted.sharing().network())
            .withIpcMode(wanted.sharing().ipc())
            .withBinds(wanted.binds().stream().map(HostSettings::bind).toList())
            .withLogConfig(new LogConfig(LogConfig.LoggingType.JSON_FILE, LOG_SIZE));
    limit(host, wanted.limits());
    return secured(host, wanted);
  }

  static void limit(HostConfig host, Blueprint.Limits limits) {
    if (limits.requestedMilliCpu() > 0) {
      host.withCpuShares(shares(limits));
    }
    if (limits.milliCpu() > 0) {
      host.withCpuPeriod(PERIOD).withCpuQuota(quota(limits));
    }
    if (limits.memoryBytes() > 0) {
      host.withMemory(limits.memoryBytes()).withMemorySwap(limits.memoryBytes());
    }
  }

  /// What the settings of a container let it use.
  static Blueprint.Limits limits(HostConfig host) {
    return new Blueprint.Limits(
        Math.ceilDiv(number(host.getCpuShares()) * 1000, 1024),
        Math.max(0, number(host.getCpuQuota())) * 1000 / PERIOD,
        number(host.getMemory()));
  }

  private static long number(@org.jspecify.annotations.Nullable Number number) {
    return number == null ? 0 : number.longValue();
  }

  /// Changes the limits of a running container. Amounts without a limit stay as they were.
  static UpdateContainerCmd change(UpdateContainerCmd command, Blueprint.Limits limits) {
    if (limits.requestedMilliCpu() > 0) {
      command.withCpuShares(shares(limits));
    }
    if (limits.milliCpu() > 0) {
      command.withCpuPeriod(PERIOD).withCpuQuota(quota(limits));
    }
    if (limits.memoryBytes() > 0) {
      command.withMemory(limits.memoryBytes()).withMemorySwap(limits.memoryBytes());
    }
    return command;
  }

  private static int shares(Blueprint.Limits limits) {
    return (int) Math.max(2, limits.requestedMilliCpu() * 1024 / 1000);
  }

  private static long quota(Blueprint.Limits limits) {
    return Math.max(1000, limits.milliCpu() * PERIOD / 1000);
  }

  private static HostConfig secured(HostConfig host, Blueprint wanted) {
    var security = wanted.security();
    host.withPidMode(wanted.sharing().pids())
        .withPrivileged(security.privileged())
        .withReadonlyRootfs(security.readOnlyRoot())
        .withGroupAdd(security.groups())
        .withCapAdd(capabilities(security.added()))
        .withCapDrop(capabilities(security.dropped()));
    return security.canGainPrivileges()
        ? host
        : host.withSecurityOpts(List.of("no-new-privileges"));
  }

  private static Capability[] capabilities(List<String> names) {
    try {
      return names.stream().map(Capability::valueOf).toArray(Capability[]::new);
    } catch (IllegalArgumentException e) {
      throw new EngineFailure(400, "unknown capability: " + e.getMessage());
    }
  }

  private static Bind bind(Blueprint.Bind bind) {
    return new Bind(
        bind.hostPath(),
        new Volume(bind.containerPath()),
        bind.readOnly() ? AccessMode.ro : AccessMode.rw);
  }

  private HostSettings() {}
}
