package timonier.pods;

import java.util.Optional;

/// A taint that a pod can live with (`core/v1 Toleration`).
///
/// @param key the taint's name; empty, with operator `Exists`, for all
/// @param operator `Equal` (where empty too) or `Exists`
/// @param value the taint's value, for `Equal`
/// @param effect the taint's effect; empty for all
/// @param tolerationSeconds how long it can live with a `NoExecute` taint; without it, for ever
public record Toleration(
    String key, String operator, String value, String effect, Optional<Long> tolerationSeconds) {

  /// Whether this is about a taint.
  public boolean tolerates(Taint taint) {
    return (effect.isEmpty() || effect.equals(taint.effect()))
        && (key.isEmpty() || key.equals(taint.key()))
        && (operator.equals("Exists") || value.equals(taint.value()));
  }
}
