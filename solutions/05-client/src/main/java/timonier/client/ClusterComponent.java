package timonier.client;

import java.util.function.Consumer;

/// A component that a cluster has once.
///
/// @param name its name, as in `scheduler`
/// @param starter starts it
public record ClusterComponent(String name, Consumer<ComponentContext> starter)
    implements ComponentFactory {

  @Override
  public Scope scope() {
    return Scope.CLUSTER;
  }

  @Override
  public AutoCloseable start(ComponentContext context) {
    starter.accept(context);
    return context;
  }
}
