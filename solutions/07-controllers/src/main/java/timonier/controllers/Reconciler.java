package timonier.controllers;

import timonier.pods.objects.ObjectKey;

/// Brings one object nearer to what is wanted.
///
/// It looks at the state, not at what changed: called twice, or for nothing, it does no harm.
public interface Reconciler {

  /// Looks at an object and acts.
  ///
  /// @throws timonier.pods.objects.ApiException if something could not be done; it is tried again
  ///   later
  Next reconcile(ObjectKey key);
}
