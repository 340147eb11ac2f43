/// An empty name has to equal the name of the taint.
/// @fails exists_without_a_name_fits_all
/// @hint What does a toleration mean that names no taint at all, only the operator Exists? It is
/// how Kubernetes' own agents tolerate everything: an empty name fits all of them.
{
    if (!effect.isEmpty() && !effect.equals(taint.effect())) {
      return false;
    }
    if (!key.equals(taint.key())) {
      return false;
    }
    return switch (operator) {
      case "", "Equal" -> value.equals(taint.value());
      case "Exists" -> true;
      default -> false;
    };
  }
