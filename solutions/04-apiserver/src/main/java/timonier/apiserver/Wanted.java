package timonier.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import timonier.apiserver.extensions.AdmissionChain;
import timonier.apiserver.extensions.Attempt;
import timonier.apiserver.extensions.Slice;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.Requests;
import timonier.pods.objects.ObjectKey;

/// A write that a client asks for.
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

  /// An attempt at this write.
  ///
  /// @param key where the object is found: of a new one, the request need not say it
  Attempt attempt(
      AdmissionChain admissions,
      Attempt.Operation operation,
      ObjectKey key,
      ObjectNode object,
      Optional<ObjectNode> old,
      boolean dryRun) {
    return admissions.attempt(
        operation, type.type(), key, subresource(), request, object, old, dryRun);
  }

  boolean dryRun() {
    return Requests.isDryRun(request);
  }
}
