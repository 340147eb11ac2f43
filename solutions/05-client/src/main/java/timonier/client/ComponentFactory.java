package timonier.client;

import timonier.pods.objects.Part;

/// Builds a component, which watches the cluster and acts.
public interface ComponentFactory extends Part.Extension {

  /// The component's name, as in `scheduler`.
  String name();

  /// How many instances there are.
  Scope scope();

  /// Starts it. It ends when its loop is closed; closing the returned object releases the rest.
  AutoCloseable start(ComponentContext context);

  /// How many instances of a component there are.
  enum Scope {
    /// One for the whole cluster.
    CLUSTER,
    /// One on each node.
    NODE
  }
}
