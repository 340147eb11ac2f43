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

  /// Whether this matches a taint: effect, name and value must all fit (Kubernetes documentation,
  /// "Taints and Tolerations").
  ///
  /// An operator that does not exist fits no taint: a mistake keeps a pod away from a node rather
  /// than letting it in.
  ///
  /// @exercise 01-2 Say whether a pod with this toleration can live with a taint of a node.
  public boolean tolerates(Taint taint) {
    if (!effect.isEmpty() && !effect.equals(taint.effect())) {
      return false;
    }
    if (!key.isEmpty() && !key.equals(taint.key())) {
      return false;
    }
    return switch (operator) {
      case "", "Equal" -> value.equals(taint.value());
      case "Exists" -> true;
      default -> false;
    };
  }
}
