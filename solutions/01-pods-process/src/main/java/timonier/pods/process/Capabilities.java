package timonier.pods.process;

import java.util.List;
import java.util.Locale;
import timonier.pods.runtime.Privileges;
import timonier.pods.runtime.RuntimeFailure;

/// The rights of root in a container, as a set of bits. (capabilities(7).)
final class Capabilities {

  /// The names by their numbers.
  private static final List<String> NAMES =
      List.of(
          ("CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP"
                  + " LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK"
                  + " IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN"
                  + " SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE"
                  + " AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM"
                  + " BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE")
              .split(" "));

  private static final long ALL = (1L << 63) - 1;

  /// Docker's default without `MKNOD`: a container that can make devices could reach the host's
  /// disks.
  private static final List<String> USUAL =
      List.of(
          ("CHOWN DAC_OVERRIDE FOWNER FSETID KILL SETGID SETUID SETPCAP NET_BIND_SERVICE NET_RAW"
                  + " SYS_CHROOT AUDIT_WRITE SETFCAP")
              .split(" "));

  /// Returns the capabilities of a container.
  ///
  /// @throws RuntimeFailure if it names an unknown capability
  static long of(Privileges wanted) {
    if (wanted.privileged()) {
      return ALL;
    }
    var usual = wanted.dropped().contains("ALL") ? 0 : bits(USUAL);
    var added = wanted.added().contains("ALL") ? ALL : bits(wanted.added());
    var dropped = wanted.dropped().stream().filter(name -> !name.equals("ALL")).toList();
    return (usual | added) & ~bits(dropped);
  }

  private static long bits(List<String> names) {
    return names.stream().mapToLong(Capabilities::bit).reduce(0, (a, b) -> a | b);
  }

  private static long bit(String name) {
    var upper = name.toUpperCase(Locale.ROOT);
    var number = NAMES.indexOf(upper.startsWith("CAP_") ? upper.substring(4) : upper);
    if (number < 0) {
      throw new RuntimeFailure("CreateContainerError", "unknown capability \"" + name + "\"");
    }
    return 1L << number;
  }

  private Capabilities() {}
}
