package timonier.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/// A request as it was sent, with all details for a report.
///
/// @param seed the source of all its random choices
/// @param number its number in the run
/// @param request its meaning before its bytes were broken
/// @param message the message that was sent
/// @param mutations that broke it
record Sent(long seed, int number, Request request, Message message, List<Mutation> mutations) {

  /// Its user agent, which the server records as the owner of fields. Each request has its own.
  String agent() {
    return agent(seed, number);
  }

  static String agent(long seed, int number) {
    return "fuzz-" + seed + "-" + number;
  }

  boolean breaksFraming() {
    return mutations.stream().anyMatch(FramingMutation.class::isInstance);
  }

  /// A report with everything needed to understand the request, and to send it again.
  String story() {
    return """
    request %d of seed %d: %s %s
    mutations: %s
    %s
    again: mvn -pl solutions/timonier -am test -Dtest=BadInputScenario \
    -Dsurefire.failIfNoSpecifiedTests=false -Dtimonier.seed=%d -Dtimonier.fuzz.request=%d
    """
        .formatted(
            number,
            seed,
            request.production(),
            request.place().map(Place::toString).orElse(""),
            mutations,
            shown(message.bytes()),
            seed,
            number);
  }

  /// Bytes as text if they are text, otherwise as hexadecimal digits.
  private static String shown(byte[] bytes) {
    var most = java.util.Arrays.copyOf(bytes, Math.min(bytes.length, 6_000));
    var text = new String(most, StandardCharsets.UTF_8);
    var isText =
        text.chars().allMatch(c -> c == '\r' || c == '\n' || c == '\t' || c >= ' ' && c < 0x7f);
    var left = bytes.length - most.length;
    return (isText ? text : HexFormat.of().formatHex(most))
        + (left > 0 ? "… " + left + " bytes more" : "");
  }
}
