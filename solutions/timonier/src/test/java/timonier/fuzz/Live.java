package timonier.fuzz;

/// What a request has to know of the cluster as it stands.
interface Live {
  /// The resourceVersion of an object; `0` if it is not there.
  String version(Place place);

  /// The identity of an object; empty if it is not there.
  String uid(Place place);

  /// What leads to the second page of a list; empty if it has only one.
  String continueToken(String collection);
}
