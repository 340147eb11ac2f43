package timonier.apiserver.rules;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// IP addresses and ranges of them, as text (`k8s.io/apimachinery/pkg/util/validation/ip.go`).
public final class Addresses {

  private static final Pattern DOTTED = Pattern.compile("\\d{1,9}(\\.\\d{1,9}){3}");
  private static final Pattern LEADING_ZERO = Pattern.compile("(^|.*[./])0\\d.*");
  private static final Pattern LENGTH = Pattern.compile("\\d{1,3}");

  static final String NO_ADDRESS = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";

  /// What is wrong with text that is no range of addresses.
  public static final String NO_RANGE =
      "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

  /// A range.
  ///
  /// @param first the address that was written before the slash
  /// @param length how many bits all its addresses have in common
  public record Range(InetAddress first, int length) {

    /// Whether all addresses of another range are in this one, and some of this are not in it.
    public boolean holds(Range other) {
      var mine = first.getAddress();
      var others = other.first.getAddress();
      return mine.length == others.length
          && length < other.length
          && IntStream.range(0, length).allMatch(bit -> bit(mine, bit) == bit(others, bit));
    }

    /// Whether the address that was written is the first of the range.
    boolean isCanonical() {
      var bytes = first.getAddress();
      return IntStream.range(length, bytes.length * 8).allMatch(bit -> bit(bytes, bit) == 0);
    }

    private static int bit(byte[] bytes, int index) {
      return bytes[index / 8] >> (7 - index % 8) & 1;
    }
  }

  /// Reads an address; empty if it is none.
  public static Optional<InetAddress> parse(String text) {
    if (DOTTED.matcher(text).matches()) {
      var parts = Stream.of(text.split("\\.")).map(Integer::parseInt).toList();
      return parts.stream().anyMatch(part -> part > 255)
          ? Optional.empty()
          : literal("%d.%d.%d.%d".formatted(parts.toArray()));
    }
    return text.contains(":") && !text.contains("%") && !text.contains("[")
        ? literal(text)
        : Optional.empty();
  }

  private static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// An address in the form that RFC 5952 recommends, as in `2001:db8::1`.
  static String text(InetAddress address) {
    return isVersion6(address)
        ? shortened(List.of(address.getHostAddress().split(":")))
        : address.getHostAddress();
  }

  /// Leaves out the longest run of zeros, if it is one.
  private static String shortened(List<String> groups) {
    var start = 0;
    var length = 1;
    for (var i = 0; i < groups.size(); i++) {
      var end = i;
      while (end < groups.size() && groups.get(end).equals("0")) {
        end++;
      }
      if (end - i > length) {
        start = i;
        length = end - i;
      }
    }
    return length == 1
        ? String.join(":", groups)
        : String.join(":", groups.subList(0, start))
            + "::"
            + String.join(":", groups.subList(start + length, groups.size()));
  }

  /// Reads a range, as in `10.0.0.0/8`; empty if it is none.
  public static Optional<Range> parseRange(String text) {
    var cut = text.lastIndexOf('/');
    if (cut < 0 || !LENGTH.matcher(text.substring(cut + 1)).matches()) {
      return Optional.empty();
    }
    var length = Integer.parseInt(text.substring(cut + 1));
    return parse(text.substring(0, cut))
        .map(first -> new Range(first, length))
        .filter(range -> length <= range.first.getAddress().length * 8);
  }

  /// Whether an address is one of IPv6.
  public static boolean isVersion6(InetAddress address) {
    return !(address instanceof Inet4Address);
  }

  /// An address, written as everybody reads it.
  public static void address(Subject subject) {
    if (parse(subject.text()).isEmpty()) {
      subject.invalid(NO_ADDRESS);
    } else {
      unambiguous(subject, "must not have leading 0s");
    }
  }

  /// An address that something in the network can have.
  public static void reachable(Subject subject) {
    address(subject);
    parse(subject.text()).ifPresent(address -> notSpecial(subject, address));
  }

  /// Addresses that mean something else on every machine, or nothing.
  ///
  /// Kubernetes refuses 127.0.0.0/8, too. Here pods have such addresses where their host gives them
  /// no network of their own.
  static void notSpecial(Subject subject, InetAddress address) {
    if (address.isAnyLocalAddress()) {
      subject.invalid("may not be unspecified (0.0.0.0 or ::)");
    }
    if (address.isLoopbackAddress() && isVersion6(address)) {
      subject.invalid("may not be in the loopback range (127.0.0.0/8, ::1/128)");
    }
    if (address.isLinkLocalAddress()) {
      subject.invalid("may not be in the link-local range (169.254.0.0/16, fe80::/10)");
    }
    if (address.isMCLinkLocal()) {
      subject.invalid("may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
    }
  }

  /// A range, written as everybody reads it.
  public static void range(Subject subject) {
    var range = parseRange(subject.text());
    if (range.isEmpty()) {
      subject.invalid(NO_RANGE);
      return;
    }
    unambiguous(subject, "must not have leading 0s in IP or prefix length");
    if (!range.get().isCanonical()) {
      subject.invalid("must not have bits set beyond the prefix length");
    }
  }

  private static void unambiguous(Subject subject, String noZeros) {
    if (LEADING_ZERO.matcher(subject.text()).matches() && !subject.text().contains(":")) {
      subject.invalid(noZeros);
    }
    if (subject.text().contains(":")
        && parse(subject.text().split("/")[0]).filter(Addresses::isVersion6).isEmpty()) {
      subject.invalid("must not be an IPv4-mapped IPv6 address");
    }
  }

  private Addresses() {}
}
