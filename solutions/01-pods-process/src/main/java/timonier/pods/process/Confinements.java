package timonier.pods.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import timonier.pods.host.Confinement;
import timonier.pods.host.Confinement.SeenProcesses.Kind;
import timonier.pods.host.ControlGroup;
import timonier.pods.host.PodNetwork;
import timonier.pods.process.RuntimeFolder.KeptContainer;
import timonier.pods.process.RuntimeFolder.KeptSandbox;
import timonier.pods.runtime.ContainerRuntime.ContainerConfig;
import timonier.pods.runtime.ContainerRuntime.Mount;
import timonier.pods.runtime.Limits;
import timonier.pods.runtime.PidScope;
import timonier.pods.runtime.Privileges;
import timonier.pods.runtime.RuntimeFailure;

/// Decides what separates a container from the host; where nothing does, refuses what cannot be
/// enforced. An edge class.
///
/// @param folder of the runtime
/// @param tools made visible to containers, for the catalogue's programs
/// @param network decides whether pods have namespaces
record Confinements(RuntimeFolder folder, Tools tools, PodNetwork network) {

  private static final Limits NO_LIMITS = new Limits(0, 0, 0);

  /// Whether containers are separated from the host.
  boolean arePossible() {
    return network instanceof PodNetwork.Bridged;
  }

  /// Refuses what would be unsafe to leave out.
  void check(ContainerConfig config) {
    var security = config.security().orElse(Privileges.USUAL);
    if (arePossible()) {
      var _ = Capabilities.of(security);
      config.mounts().forEach(Confinements::requireBelowRoot);
    } else if (!security.equals(Privileges.USUAL)) {
      throw new RuntimeFailure(
          "CreateContainerError",
          "users, capabilities and other settings of securityContext need root on Linux, or the"
              + " Docker runtime");
    }
  }

  private static void requireBelowRoot(Mount mount) {
    if (Path.of("/").resolve(mount.containerPath()).normalize().getNameCount() == 0) {
      throw new RuntimeFailure(
          "CreateContainerError",
          "%s cannot be mounted at %s: the container's own files are there"
              .formatted(mount.hostPath(), mount.containerPath()));
    }
  }

  /// The settings that cannot be enforced but do no harm.
  List<String> unkept(ContainerConfig config) {
    var unkept = new ArrayList<String>();
    var limits = config.limits().orElse(NO_LIMITS);
    var isLimited = limits.milliCpu() > 0 || limits.memoryBytes() > 0;
    if (isLimited && !(arePossible() && ControlGroup.canLimit())) {
      unkept.add("limits are not enforced: that needs root on Linux, and writable cgroups");
    }
    if (config.target().isPresent() && !arePossible()) {
      unkept.add(
          "its target's processes are seen among those of the whole machine: to see them"
              + " alone needs root on Linux");
    }
    return unkept;
  }

  /// Returns what separates a container from the host; empty if nothing does.
  Optional<Confinement> of(KeptContainer kept, KeptSandbox sandbox) {
    if (!arePossible()) {
      return Optional.empty();
    }
    var config = kept.config();
    var security = config.security().orElse(Privileges.USUAL);
    var isOfHost = sandbox.config().hostNetwork();
    var limits = config.limits().orElse(NO_LIMITS);
    return Optional.of(
        new Confinement(
            isOfHost ? "" : network.namespaceOf(sandbox.id()).orElseThrow().toString(),
            processes(config, sandbox),
            sandbox.config().hostname(),
            mounts(kept, sandbox),
            security.readOnlyRoot(),
            new Confinement.Identity(
                security.user().orElse(0L),
                security.group().orElse(0L),
                security.groups(),
                Capabilities.of(security),
                security.canGainPrivileges()),
            kept(limits)));
  }

  static Confinement.Limits kept(Limits limits) {
    return new Confinement.Limits(
        limits.requestedMilliCpu(), limits.milliCpu(), limits.memoryBytes());
  }

  /// Gives a container that runs other limits.
  KeptContainer changed(KeptContainer kept, Limits limits) {
    new ControlGroup(kept.id()).give(kept(limits));
    return kept.withLimits(limits);
  }

  private static Confinement.SeenProcesses processes(ContainerConfig config, KeptSandbox sandbox) {
    return switch (sandbox.config().processes()) {
      case PidScope.CONTAINER ->
          config
              .target()
              .map(target -> new Confinement.SeenProcesses(Kind.TARGET, target))
              .orElse(new Confinement.SeenProcesses(Kind.OWN, ""));
      case PidScope.POD -> new Confinement.SeenProcesses(Kind.SHARED, sandbox.id());
      case PidScope.NODE -> new Confinement.SeenProcesses(Kind.HOST, "");
    };
  }

  /// The mounts, outer folders first, so that one can be inside another.
  private List<Confinement.Bind> mounts(KeptContainer kept, KeptSandbox sandbox) {
    var binds = new ArrayList<>(settings(kept, sandbox));
    var home = tools.java().resolve("../..").normalize();
    binds.add(new Confinement.Bind(real(home), Tools.SHOWN_JDK, true));
    binds.add(new Confinement.Bind(real(tools.programs()), Tools.SHOWN_PROGRAMS, true));
    kept.config().mounts().stream()
        .sorted(Comparator.comparingInt(mount -> Path.of(mount.containerPath()).getNameCount()))
        .map(Confinements::bind)
        .forEach(binds::add);
    return binds;
  }

  private static Confinement.Bind bind(Mount mount) {
    return new Confinement.Bind(
        real(Path.of(mount.hostPath())), mount.containerPath(), mount.readOnly());
  }

  private static String real(Path path) {
    try {
      return path.toRealPath().toString();
    } catch (IOException e) {
      throw new RuntimeFailure("CreateContainerError", path + " cannot be mounted: " + e);
    }
  }

  /// The files with a container's own names and those of others. The container's mounts come later,
  /// so they cover these.
  private List<Confinement.Bind> settings(KeptContainer kept, KeptSandbox sandbox) {
    var etc = folder.container(kept.id()).path().toAbsolutePath().resolve("etc");
    var hostname = sandbox.config().hostname();
    try {
      Files.createDirectories(etc);
      Files.writeString(etc.resolve("hostname"), hostname + "\n");
      Files.write(etc.resolve("hosts"), hosts(sandbox));
      Files.write(etc.resolve("resolv.conf"), ofHost("/etc/resolv.conf"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of("hosts", "hostname", "resolv.conf").stream()
        .map(name -> new Confinement.Bind(real(etc.resolve(name)), "/etc/" + name, false))
        .toList();
  }

  /// The hosts file of a container without one of its own.
  private static byte[] hosts(KeptSandbox sandbox) throws IOException {
    var config = sandbox.config();
    return config.hostNetwork()
        ? ofHost("/etc/hosts")
        : "127.0.0.1\tlocalhost\n::1\tlocalhost\n%s\t%s\n"
            .formatted(sandbox.address(), config.hostname())
            .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] ofHost(String file) throws IOException {
    var path = Path.of(file);
    return Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
  }
}
