package timonier.apiserver;

import java.util.Arrays;

/// Looks into bytes without parsing them.
final class Bytes {

  /// Whether `bytes` hold `wanted` somewhere.
  static boolean contains(byte[] bytes, byte[] wanted) {
    if (wanted.length == 0) {
      return true;
    }
    for (var at = 0; at <= bytes.length - wanted.length; at++) {
      if (bytes[at] == wanted[0]
          && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
  }

  private Bytes() {}
}
