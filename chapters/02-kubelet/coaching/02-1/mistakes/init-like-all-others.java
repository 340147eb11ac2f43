/// An init container runs again for ever in a pod with Always.
/// @fails an_init_container_runs_until_it_ended_well
/// @hint An init container prepares something, and is done when it ended well: otherwise its pod
/// would never get beyond it.
{
    if (container.restartPolicyRules().stream().anyMatch(rule -> applies(rule, exitCode))) {
      return true;
    }
    var hasOwn = !container.restartPolicy().isEmpty();
    return switch (hasOwn ? container.restartPolicy() : pod.restartPolicy()) {
      case "Never" -> false;
      case "OnFailure" -> exitCode != 0;
      default -> true;
    };
  }
