/// Only the word Always makes a container run again.
/// @fails always_runs_again
/// @hint Nobody writes restartPolicy: Always, because that is what an empty policy means.
{
    if (container.restartPolicyRules().stream().anyMatch(rule -> applies(rule, exitCode))) {
      return true;
    }
    var hasOwn = !container.restartPolicy().isEmpty();
    return switch (hasOwn ? container.restartPolicy() : pod.restartPolicy()) {
      case "Never" -> false;
      case "OnFailure" -> exitCode != 0;
      case "Always" -> hasOwn || exitCode != 0 || !pod.initContainers().contains(container);
      default -> false;
    };
  }
