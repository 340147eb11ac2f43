package timonier.pods;

import java.util.List;
import java.util.Optional;

/// The user and groups of programs, and what they may do: in one container, or in all containers of
/// a pod that do not say otherwise (`core/v1 SecurityContext` and `PodSecurityContext`).
///
/// @param runAsUser the user's number
/// @param runAsGroup the group's number
/// @param runAsNonRoot whether programs that would be root are refused
/// @param fsGroup a further group, of pods only
/// @param supplementalGroups further groups, of pods only
/// @param privileged whether it may do all that root may; for containers only, as all that follows
/// @param readOnlyRootFilesystem whether it may write only where something is mounted
/// @param allowPrivilegeEscalation whether it may gain rights; it may where absent
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

  /// Asks for nothing.
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
  /// @param add rights besides the usual ones
  /// @param drop usual rights that are taken away
  public record Capabilities(List<String> add, List<String> drop) {}
}
