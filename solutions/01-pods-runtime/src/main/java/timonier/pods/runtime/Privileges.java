package timonier.pods.runtime;

import java.util.List;
import java.util.Optional;

/// The user and groups of a container's program, and its capabilities.
///
/// @param user its user's number; the image's choice where absent
/// @param group its group's number
/// @param groups further groups
/// @param privileged whether it may do all that root may
/// @param added capabilities that it has besides the usual ones, as in `NET_ADMIN` or `ALL`
/// @param dropped usual capabilities that it does not have
/// @param readOnlyRoot whether it may write only where something is mounted
/// @param canGainPrivileges whether it may gain rights by programs set up for that
public record Privileges(
    Optional<Long> user,
    Optional<Long> group,
    List<Long> groups,
    boolean privileged,
    List<String> added,
    List<String> dropped,
    boolean readOnlyRoot,
    boolean canGainPrivileges) {

  /// Asks for nothing.
  public static final Privileges USUAL =
      new Privileges(
          Optional.empty(), Optional.empty(), List.of(), false, List.of(), List.of(), false, true);
}
