package timonier.apiserver.streams;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import timonier.kubelet.streams.WebSocket;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Status;

/// Finds out from a client's headers how it wants to talk, and answers that it may.
///
/// @param transport what carries the conversation
/// @param protocol the name of what is carried, which client and server both know; empty where the
///   client named none
/// @param headers what the client is answered
record Negotiation(Transport transport, String protocol, Map<String, String> headers) {

  /// What carries a conversation.
  enum Transport {
    /// RFC 6455.
    WEBSOCKET,
    /// What browsers once had in the place of HTTP/2.
    SPDY
  }

  private static final String SPDY = "SPDY/3.1";
  private static final String SPDY_PROTOCOLS = "x-stream-protocol-version";
  private static final String WEBSOCKET_PROTOCOLS = "sec-websocket-protocol";

  /// Chooses what both sides know.
  ///
  /// @param headers the client's, with names in lower case
  /// @param webSocket what may be carried by WebSocket, the best first
  /// @param spdy what may be carried by SPDY, the best first
  /// @throws ApiException 400 if the client does not ask to talk, 403 if there is nothing both know
  static Negotiation of(Map<String, String> headers, List<String> webSocket, List<String> spdy) {
    var upgrade = headers.getOrDefault("upgrade", "");
    if (upgrade.equalsIgnoreCase("websocket")) {
      return webSocket(headers, choose(names(headers, WEBSOCKET_PROTOCOLS), webSocket));
    }
    if (upgrade.equalsIgnoreCase(SPDY)) {
      var protocol = choose(names(headers, SPDY_PROTOCOLS), spdy);
      var answer = answer(SPDY);
      answer.put("X-Stream-Protocol-Version", protocol);
      return new Negotiation(Transport.SPDY, protocol, answer);
    }
    throw ApiException.badRequest("Upgrade request required");
  }

  /// Chooses what the client names first of all that both sides know, for a WebSocket.
  ///
  /// @param headers the client's, with names in lower case
  /// @param known what is known here
  /// @throws ApiException 403 if there is nothing both know
  static Negotiation asOffered(Map<String, String> headers, List<String> known) {
    var names = names(headers, WEBSOCKET_PROTOCOLS);
    var offered = names.stream().filter(known::contains).toList();
    return webSocket(headers, choose(names, offered.isEmpty() ? known : offered));
  }

  private static Negotiation webSocket(Map<String, String> headers, String protocol) {
    var key = headers.getOrDefault("sec-websocket-key", "");
    if (key.isEmpty() || !headers.getOrDefault("sec-websocket-version", "").equals("13")) {
      throw ApiException.badRequest("expected a WebSocket of version 13");
    }
    var answer = answer("websocket");
    answer.put("Sec-WebSocket-Accept", WebSocket.accept(key));
    if (!protocol.isEmpty()) {
      answer.put("Sec-WebSocket-Protocol", protocol);
    }
    return new Negotiation(Transport.WEBSOCKET, protocol, answer);
  }

  private static Map<String, String> answer(String upgrade) {
    var answer = new LinkedHashMap<String, String>();
    answer.put("Connection", "Upgrade");
    answer.put("Upgrade", upgrade);
    return answer;
  }

  private static List<String> names(Map<String, String> headers, String header) {
    var offered = headers.getOrDefault(header, "");
    return Stream.of(offered.split(",", -1)).map(String::strip).toList();
  }

  private static String choose(List<String> names, List<String> known) {
    return known.stream()
        .filter(names::contains)
        .findFirst()
        .orElseThrow(() ->
            new ApiException(
                Status.failure(
                    403,
                    "Forbidden",
                    "unable to upgrade: unable to negotiate protocol: client supports %s, server"
                            .formatted(names)
                        + " accepts "
                        + known)));
  }
}
