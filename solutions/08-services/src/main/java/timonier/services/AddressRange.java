package timonier.services;

import java.util.Arrays;
import java.util.regex.Pattern;

/// A range of IPv4 addresses, as in `10.96.0.0/16`.
///
/// @param text the range as written
/// @param first its first address, as a number; it is never assigned
/// @param size how many addresses it has, the first and the last included
public record AddressRange(String text, long first, long size) {

  private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  /// Reads a range.
  public static AddressRange parse(String text) {
    var parts = text.split("/");
    var size = 1L << (32 - Integer.parseInt(parts[1]));
    return new AddressRange(text, number(parts[0]) / size * size, size);
  }

  /// Whether text is an address.
  static boolean isAddress(String text) {
    return ADDRESS.matcher(text).matches()
        && Arrays.stream(text.split("\\.")).allMatch(part -> Integer.parseInt(part) < 256);
  }

  private static long number(String address) {
    return Arrays.stream(address.split("\\."))
        .mapToLong(Long::parseLong)
        .reduce(0, AddressRange::add);
  }

  private static long add(long before, long part) {
    return before * 256 + part;
  }

  /// Whether an address may be assigned.
  boolean contains(String address) {
    var offset = number(address) - first;
    return offset > 0 && offset < size - 1;
  }

  /// How many addresses may be assigned.
  int usable() {
    return Math.toIntExact(size - 2);
  }

  /// Returns one of the addresses that may be assigned.
  ///
  /// @param index 0 to [#usable] − 1
  String address(int index) {
    var number = first + 1 + index;
    return "%d.%d.%d.%d"
        .formatted(number >> 24, number >> 16 & 255, number >> 8 & 255, number & 255);
  }
}
