package timonier.apiserver;

import timonier.pods.ObjectKey;

/// A write that is wanted.
///
/// @param type the type of object
/// @param key where it is found
/// @param slice which part of it is written
/// @param request who asks, and how
record Wanted(ServedType type, ObjectKey key, Slice slice, ApiRequest request) {

  /// A write of the object, or of all but its status where that has a path of its own.
  static Wanted whole(ServedType type, ObjectKey key, ApiRequest request) {
    return new Wanted(type, key, type.hasStatus() ? Slice.SPEC : Slice.OBJECT, request);
  }

  /// Which part is written, as in `status`; empty for the object.
  String subresource() {
    return slice.name();
  }

  boolean dryRun() {
    return Requests.isDryRun(request);
  }
}
