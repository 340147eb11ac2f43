package timonier.kit.sim;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A simulated run that broke a rule: which one, in which run, and what led to it.
public final class SimulationFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SimulationFailure(long seed, String rule, List<String> trace, @Nullable Throwable cause) {
    super(
        "seed %d: %s%n%s".formatted(seed, rule, String.join(System.lineSeparator(), trace)), cause);
  }
}
