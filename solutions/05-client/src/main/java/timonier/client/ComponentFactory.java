package timonier.client;

import timonier.pods.objects.Part;

/// Builds a component: something that watches the cluster and acts.
public interface ComponentFactory extends Part.Extension {

  /// The component's name, as in `scheduler`.
  String name();

  /// How many of it there are.
  Scope scope();

  /// Starts it. It ends when its loop is closed; closing what is returned lets go of the rest.
  AutoCloseable start(ComponentContext context);

  /// How many of a component there are.
  enum Scope {
    /// One for the whole cluster.
    CLUSTER,
    /// One on each node.
    NODE
  }
}
