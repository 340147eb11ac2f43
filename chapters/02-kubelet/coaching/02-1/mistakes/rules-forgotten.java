/// The rules on single exit codes are not looked at.
/// @fails rules_go_before_policies
/// @hint Somebody can say with a rule that exit code 42 means "try again", even in a pod that
/// never does. Is any rule asked, before the policies, and is the difference between In and NotIn
/// made?
{
    var hasOwn = !container.restartPolicy().isEmpty();
    return switch (hasOwn ? container.restartPolicy() : pod.restartPolicy()) {
      case "Never" -> false;
      case "OnFailure" -> exitCode != 0;
      default -> hasOwn || exitCode != 0 || !pod.initContainers().contains(container);
    };
  }
