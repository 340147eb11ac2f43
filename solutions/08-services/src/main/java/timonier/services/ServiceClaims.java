package timonier.services;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import timonier.apiserver.extensions.Attempt;
import timonier.apiserver.validation.Validation;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.Status;

/// The claims of one service on unique addresses or ports.
final class ServiceClaims {

  /// How often to guess before trying all in order: in a range that is half full, a thousand
  /// guesses all fail once in 10^300 times.
  private static final int GUESSES = 1000;

  private final Claims claims;
  private final Attempt write;

  /// Makes the claims of the service that is being written.
  ///
  /// @param kind the kind of claim, as in `nodeports`
  ServiceClaims(Attempt write, String kind) {
    this.write = write;
    claims = new Claims(write.store(), kind);
  }

  private ObjectKey service() {
    return new ObjectKey(write.key().namespace(), write.key().name());
  }

  private String uid() {
    return write.object().path("metadata").path("uid").asText();
  }

  /// Claims something, unless the service is refused later; in a dry run, only checks whether it is
  /// free.
  ///
  /// @param uses whether a stored service uses it
  /// @return false if another service has it
  boolean take(String what, Predicate<JsonNode> uses) {
    var now = write.loop().now();
    if (write.dryRun()) {
      return !claims.isTaken(what, service(), now, uses);
    }
    var undo = claims.claim(what, service(), uid(), now, uses);
    undo.ifPresent(write::claimed);
    return undo.isPresent();
  }

  /// Claims any one that is free.
  ///
  /// @param count how many there are
  /// @param candidates returns each by its index
  String choose(
      int count, IntFunction<String> candidates, Function<String, Predicate<JsonNode>> uses) {
    var random = write.loop().random();
    for (var guess = 0; guess < GUESSES + count; guess++) {
      var index = guess < GUESSES ? random.nextInt(count) : guess - GUESSES;
      var what = candidates.apply(index);
      if (take(what, uses.apply(what))) {
        return what;
      }
    }
    throw ApiException.internal("failed to allocate a serviceIP or nodePort: range is full");
  }

  /// Gives up something that the service will no longer have once it is written.
  void giveUp(String what) {
    if (!write.dryRun()) {
      claims.giveUp(what, uid());
    }
  }

  /// Returns a refusal of a field.
  ApiException invalid(String field, String value, String why) {
    var message = "Invalid value: " + value + ": " + why;
    var cause = new Status.Cause("FieldValueInvalid", message, field);
    return Validation.invalid(write.type(), write.key().name(), List.of(cause));
  }
}
