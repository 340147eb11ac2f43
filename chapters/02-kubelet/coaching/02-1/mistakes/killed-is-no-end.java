/// Who was killed runs again even with Never.
/// @fails never_runs_once
{
    if (container.restartPolicyRules().stream().anyMatch(rule -> applies(rule, exitCode))) {
      return true;
    }
    var hasOwn = !container.restartPolicy().isEmpty();
    return switch (hasOwn ? container.restartPolicy() : pod.restartPolicy()) {
      case "Never" -> exitCode >= 128;
      case "OnFailure" -> exitCode != 0;
      default -> hasOwn || exitCode != 0 || !pod.initContainers().contains(container);
    };
  }
