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

/// What one service takes of something that there is only once each.
final class ServiceClaims {

  /// How often to guess before all are tried in order: with a range half full, a thousand guesses
  /// in a row all fail only once in 10^300 times.
  private static final int GUESSES = 1000;

  private final Claims claims;
  private final Attempt write;

  /// Claims of the service that is written.
  ///
  /// @param kind what is taken, as in `nodeports`
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

  /// Takes something until the service is refused, or, in a dry run, only looks whether it could be
  /// taken.
  ///
  /// @param uses whether a service, as the store has it, uses it
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

  /// Takes any that is free.
  ///
  /// @param count how many there are
  /// @param candidates each of them by its index
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

  /// Gives something back that the service will have no more, once it is written.
  void giveUp(String what) {
    if (!write.dryRun()) {
      claims.giveUp(what, uid());
    }
  }

  /// The refusal of what was asked for.
  ApiException invalid(String field, String value, String why) {
    var message = "Invalid value: " + value + ": " + why;
    var cause = new Status.Cause("FieldValueInvalid", message, field);
    return Validation.invalid(write.type(), write.key().name(), List.of(cause));
  }
}
