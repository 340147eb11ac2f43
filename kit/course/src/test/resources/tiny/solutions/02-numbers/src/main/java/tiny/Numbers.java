package tiny;

/// What can be said of numbers.
final class Numbers {

  /// Whether a number is even.
  ///
  /// @exercise 02-1 Say whether a number is even.
  static boolean isEven(int number) {
    return number % 2 == 0;
  }

  /// The sum of the numbers from 1 to the last.
  ///
  /// @exercise 02-2 Add the numbers from 1 to the last.
  static long sum(int last) {
    return (long) last * (last + 1) / 2;
  }
}
