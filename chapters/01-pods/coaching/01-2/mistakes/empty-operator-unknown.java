/// An empty operator is taken for one that does not exist.
/// @fails no_operator_means_equal
/// @hint Most people leave the operator out of their manifests. It is empty then, and Kubernetes
/// takes that for Equal.
{
    if (!effect.isEmpty() && !effect.equals(taint.effect())) {
      return false;
    }
    if (!key.isEmpty() && !key.equals(taint.key())) {
      return false;
    }
    return switch (operator) {
      case "Equal" -> value.equals(taint.value());
      case "Exists" -> true;
      default -> false;
    };
  }
