package timonier.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/// A request as it was sent, and what can be told of it.
///
/// @param seed from which all of its choices come
/// @param number its place among all of a run
/// @param request what it meant before its bytes were touched
/// @param message what was sent
/// @param mutations what was done to it
record Sent(long seed, int number, Request request, Message message, List<Mutation> mutations) {

  /// The name by which the server notes who wrote what: each request has its own.
  String agent() {
    return agent(seed, number);
  }

  static String agent(long seed, int number) {
    return "fuzz-" + seed + "-" + number;
  }

  boolean breaksFraming() {
    return mutations.stream().anyMatch(FramingMutation.class::isInstance);
  }

  /// Everything that one needs to see it, and to see it again.
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

  /// Text where it is text, else in hexadecimal digits.
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
