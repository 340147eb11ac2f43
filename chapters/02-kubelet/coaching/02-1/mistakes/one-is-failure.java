/// Only exit code 1 counts as a failure.
/// @fails on_failure_runs_again_after_a_failure
/// @hint Every exit code but 0 is a failure, not just 1.
{
    if (container.restartPolicyRules().stream().anyMatch(rule -> applies(rule, exitCode))) {
      return true;
    }
    var hasOwn = !container.restartPolicy().isEmpty();
    return switch (hasOwn ? container.restartPolicy() : pod.restartPolicy()) {
      case "Never" -> false;
      case "OnFailure" -> exitCode == 1;
      default -> hasOwn || exitCode != 0 || !pod.initContainers().contains(container);
    };
  }
