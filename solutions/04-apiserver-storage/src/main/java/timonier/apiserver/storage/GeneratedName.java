package timonier.apiserver.storage;

import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Makes up names, as `generateName` asks for them.
public final class GeneratedName {

  /// Letters and digits without vowels and what looks like them, so that names spell no words.
  public static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

  private static final int SUFFIX = 5;

  /// The longest prefix that is not cut: with the suffix, a name is still a DNS label.
  private static final int LONGEST = 63 - SUFFIX;

  /// A new name with a prefix.
  public static String of(String prefix, RandomGenerator random) {
    return prefix.substring(0, Math.min(prefix.length(), LONGEST))
        + random
            .ints(SUFFIX, 0, LETTERS.length())
            .mapToObj(index -> LETTERS.substring(index, index + 1))
            .collect(Collectors.joining());
  }

  private GeneratedName() {}
}
