/// A sidecar is done when it ended well, as init containers are.
/// @fails a_sidecar_always_runs_again
/// @hint A sidecar stands among the init containers, but its own policy Always says that it has
/// to run as long as its pod does.
{
    if (container.restartPolicyRules().stream().anyMatch(rule -> applies(rule, exitCode))) {
      return true;
    }
    var hasOwn = !container.restartPolicy().isEmpty();
    return switch (hasOwn ? container.restartPolicy() : pod.restartPolicy()) {
      case "Never" -> false;
      case "OnFailure" -> exitCode != 0;
      default -> exitCode != 0 || !pod.initContainers().contains(container);
    };
  }
