package timonier.apiserver.rules.workloads;

import java.util.List;
import timonier.apiserver.rules.Area;

/// The rules of what makes pods: sets of them, jobs, schedules, budgets and autoscalers.
public final class WorkloadArea {

  /// Their tables and checks.
  public static Area area() {
    return Area.of(
        WorkloadArea.class,
        List.of("workloads"),
        List.of(WorkloadChecks.makers(), JobChecks.makers(), AutoscalerChecks.makers()));
  }

  private WorkloadArea() {}
}
