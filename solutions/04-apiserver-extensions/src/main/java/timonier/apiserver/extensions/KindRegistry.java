package timonier.apiserver.extensions;

import timonier.pods.objects.ResourceType;

/// The kinds of objects that a server serves. More can be added, and taken away, while it runs:
/// discovery, OpenAPI and watches follow.
public interface KindRegistry {

  /// Serves one more type from now on, or one that is served already by other rules: then its
  /// watches end, and clients begin anew.
  ///
  /// @param rules of the type, with the fields of its objects
  void add(KindRules rules);

  /// No longer serves a type. Its watches end; its objects stay in the store.
  void remove(ResourceType<?> type);
}
