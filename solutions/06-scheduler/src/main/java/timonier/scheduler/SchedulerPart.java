package timonier.scheduler;

import java.util.List;
import timonier.client.ComponentContext;
import timonier.client.ComponentFactory;
import timonier.pods.Part;

/// What this stratum adds to the orchestrator.
public final class SchedulerPart {

  private record Factory() implements ComponentFactory {
    @Override
    public String name() {
      return "scheduler";
    }

    @Override
    public Scope scope() {
      return Scope.CLUSTER;
    }

    @Override
    public AutoCloseable start(ComponentContext context) {
      var _ = new Scheduler(context);
      return () -> {};
    }
  }

  /// The scheduler.
  public static Part part() {
    return new Part(6, "scheduler", List.of(), List.of(new Factory()));
  }

  private SchedulerPart() {}
}
