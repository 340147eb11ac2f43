package timonier.fuzz;

/// What a request must know of the cluster's present state.
interface Live {
  /// The resourceVersion of an object; `0` if it is not there.
  String version(Place place);

  /// The identity of an object; empty if it is not there.
  String uid(Place place);

  /// The token for the second page of a list; empty if it has only one.
  String continueToken(String collection);
}
