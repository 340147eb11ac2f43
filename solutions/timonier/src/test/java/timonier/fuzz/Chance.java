package timonier.fuzz;

import java.util.List;
import java.util.random.RandomGenerator;

/// All choices of one request. They depend on the seed and the request's number alone, so that one
/// request can be made again without those before it.
record Chance(RandomGenerator random) {

  static Chance from(long seed, int number) {
    return new Chance(new java.util.SplittableRandom(seed * 1_000_003 + number));
  }

  boolean one(int in) {
    return random.nextInt(in) == 0;
  }

  /// A number from 0 to below a bound; 0 if the bound is 0.
  int below(int bound) {
    return random.nextInt(Math.max(1, bound));
  }

  <T> T of(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  @SafeVarargs
  final <T> T of(T... values) {
    return values[random.nextInt(values.length)];
  }

  byte[] bytes(int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
