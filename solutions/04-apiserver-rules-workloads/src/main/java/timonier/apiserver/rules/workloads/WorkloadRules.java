package timonier.apiserver.rules.workloads;

import java.util.List;
import timonier.apiserver.rules.Area;

/// The rules of what makes pods: sets of them, jobs, schedules, budgets and autoscalers.
public final class WorkloadRules {

  /// Their tables and checks.
  public static Area area() {
    return Area.of(
        WorkloadRules.class,
        List.of("workloads"),
        List.of(WorkloadChecks.makers(), JobChecks.makers(), AutoscalerChecks.makers()));
  }

  private WorkloadRules() {}
}
