package timonier.kubelet.containers;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import timonier.pods.Container;
import timonier.pods.Pod;
import timonier.pods.SecurityContext;
import timonier.pods.runtime.Privileges;
import timonier.pods.runtime.RuntimeFailure;

/// Works out the privileges of a container's program: from its own settings, or else from its
/// pod's. (Kubernetes, Configure a Security Context for a Pod or Container.)
public final class ContainerSecurity {

  /// Returns the privileges to ask a runtime for; empty if neither has settings.
  ///
  /// @throws RuntimeFailure with reason `CreateContainerConfigError` if it would be root and must
  ///   not
  public static Optional<Privileges> of(Pod pod, Container container) {
    var all = pod.spec().securityContext().orElse(SecurityContext.NONE);
    var own = container.securityContext().orElse(SecurityContext.NONE);
    var user = own.runAsUser().or(all::runAsUser);
    if (own.runAsNonRoot().or(all::runAsNonRoot).orElse(false)) {
      requireNonRoot(pod, container, user);
    }
    var capabilities = own.capabilities();
    var security =
        new Privileges(
            user,
            own.runAsGroup().or(all::runAsGroup),
            Stream.concat(all.fsGroup().stream(), all.supplementalGroups().stream()).toList(),
            own.privileged().orElse(false),
            capabilities.map(SecurityContext.Capabilities::add).orElse(List.of()),
            capabilities.map(SecurityContext.Capabilities::drop).orElse(List.of()),
            own.readOnlyRootFilesystem().orElse(false),
            own.allowPrivilegeEscalation().orElse(true));
    return security.equals(Privileges.USUAL) ? Optional.empty() : Optional.of(security);
  }

  private static void requireNonRoot(Pod pod, Container container, Optional<Long> user) {
    if (user.isEmpty() || user.get() == 0) {
      var why =
          user.isEmpty()
              ? "container has runAsNonRoot and image will run as root"
              : "container's runAsUser breaks non-root policy";
      throw new RuntimeFailure(
          "CreateContainerConfigError",
          "%s (pod: \"%s_%s(%s)\", container: %s)"
              .formatted(
                  why,
                  pod.metadata().name(),
                  pod.metadata().namespace(),
                  pod.metadata().uid(),
                  container.name()));
    }
  }

  private ContainerSecurity() {}
}
