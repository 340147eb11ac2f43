package timonier.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// How to delete an object.
///
/// @param uid only if it has this identity
/// @param graceSeconds how long it may take; the object's own choice where absent
/// @param propagation `Orphan`, `Background`, `Foreground`, or empty for the usual
public record DeleteOptions(Optional<String> uid, Optional<Long> graceSeconds, String propagation) {

  /// Whatever object has the name.
  public static DeleteOptions any() {
    return new DeleteOptions(Optional.empty(), Optional.empty(), "");
  }

  /// The object of an identity, and no other of its name.
  public static DeleteOptions of(String uid) {
    return new DeleteOptions(Optional.of(uid), Optional.empty(), "");
  }

  /// With another grace.
  public DeleteOptions within(long seconds) {
    return new DeleteOptions(uid, Optional.of(seconds), propagation);
  }

  /// With what becomes of dependents.
  public DeleteOptions propagating(String policy) {
    return new DeleteOptions(uid, graceSeconds, policy);
  }

  ObjectNode body() {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("apiVersion", "v1").put("kind", "DeleteOptions");
    uid.ifPresent(wanted -> body.putObject("preconditions").put("uid", wanted));
    graceSeconds.ifPresent(seconds -> body.put("gracePeriodSeconds", seconds));
    if (!propagation.isEmpty()) {
      body.put("propagationPolicy", propagation);
    }
    return body;
  }
}
