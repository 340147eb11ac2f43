package timonier.pods;

import java.util.List;
import java.util.Optional;

/// Who programs are, and what they may do: of a container, or of all containers of a pod where they
/// do not say otherwise (`core/v1 SecurityContext` and `PodSecurityContext`).
///
/// @param runAsUser the user's number
/// @param runAsGroup the group's number
/// @param runAsNonRoot whether a program that would be root is not started
/// @param fsGroup a further group, of pods only
/// @param supplementalGroups further groups, of pods only
/// @param privileged whether it may do all that root may; of containers only, as what follows
/// @param readOnlyRootFilesystem whether it may write only where something is mounted
/// @param allowPrivilegeEscalation whether it may become more than it is; it may where absent
/// @param capabilities what root may do in it
public record SecurityContext(
    Optional<Long> runAsUser,
    Optional<Long> runAsGroup,
    Optional<Boolean> runAsNonRoot,
    Optional<Long> fsGroup,
    List<Long> supplementalGroups,
    Optional<Boolean> privileged,
    Optional<Boolean> readOnlyRootFilesystem,
    Optional<Boolean> allowPrivilegeEscalation,
    Optional<Capabilities> capabilities) {

  /// Nothing is said.
  public static final SecurityContext NONE =
      new SecurityContext(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /// Parts of what root may do, as in `NET_ADMIN` or `ALL`.
  ///
  /// @param add what it may besides the usual
  /// @param drop what of the usual it may not
  public record Capabilities(List<String> add, List<String> drop) {}
}
