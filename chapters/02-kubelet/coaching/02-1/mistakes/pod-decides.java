/// Only the policy of the pod is looked at.
/// @fails a_sidecar_always_runs_again
/// @fails its_own_policy_goes_first
/// @hint A container may have a policy of its own, and then its pod's does not matter. A sidecar
/// is nothing else than an init container with a policy of its own.
{
    if (container.restartPolicyRules().stream().anyMatch(rule -> applies(rule, exitCode))) {
      return true;
    }
    return switch (pod.restartPolicy()) {
      case "Never" -> false;
      case "OnFailure" -> exitCode != 0;
      default -> exitCode != 0 || !pod.initContainers().contains(container);
    };
  }
