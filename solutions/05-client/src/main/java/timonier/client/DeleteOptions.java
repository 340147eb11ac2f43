package timonier.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// How to delete an object.
///
/// @param uid only if it has this identity
/// @param graceSeconds how long the deletion may take; empty for the object's own choice
/// @param propagation `Orphan`, `Background`, `Foreground`, or empty for the default
public record DeleteOptions(Optional<String> uid, Optional<Long> graceSeconds, String propagation) {

  /// Deletes whatever object has the name.
  public static DeleteOptions any() {
    return new DeleteOptions(Optional.empty(), Optional.empty(), "");
  }

  /// Deletes the object with an identity, and no other with its name.
  public static DeleteOptions of(String uid) {
    return new DeleteOptions(Optional.of(uid), Optional.empty(), "");
  }

  /// The same with another grace period.
  public DeleteOptions within(long seconds) {
    return new DeleteOptions(uid, Optional.of(seconds), propagation);
  }

  /// The same with a policy for dependents.
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
