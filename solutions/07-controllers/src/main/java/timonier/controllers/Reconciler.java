package timonier.controllers;

import timonier.pods.objects.ObjectKey;

/// Brings one object nearer to its desired state.
///
/// It looks at the state, not at what changed: extra calls do no harm.
public interface Reconciler {

  /// Looks at an object, and acts.
  ///
  /// @throws timonier.pods.objects.ApiException if an action failed; the object is tried again
  ///   later
  Next reconcile(ObjectKey key);
}
