package timonier.apiserver.proxy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiRequest.Incoming;

/// The head of a request as it is passed on.
///
/// The client's credential is left out, and so are headers that only the next hop may set: the
/// program that answers gets neither credential nor user.
///
/// @param line the request line
/// @param headers the headers, in lower case
record RequestHead(String line, Map<String, String> headers) {

  /// Headers that are not passed on, besides those of the connection.
  private static final List<String> KEPT =
      List.of("authorization", "expect", "content-length", "host", "http2-settings");

  /// What a proxy in front of the server says of users begins with this.
  private static final List<String> KEPT_PREFIXES = List.of("impersonate-", "x-remote-");

  /// What a path may hold as it is, besides letters and digits (RFC 3986, section 3.3).
  private static final String PATH = "-._~!$&'()*+,;=:@/";

  /// The head for one of the program's own paths.
  ///
  /// @param client whose body follows
  /// @param host whom to ask where the client does not say
  /// @param target path and query, as they stand in an address
  static RequestHead of(ApiRequest request, Incoming client, String host, String target) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("host", request.headers().getOrDefault("host", host));
    var hop = HopByHop.names(request.header("connection"));
    request
        .headers()
        .forEach((name, value) -> {
          if (!hop.contains(name)
              && !KEPT.contains(name)
              && KEPT_PREFIXES.stream().noneMatch(name::startsWith)) {
            headers.put(name, value);
          }
        });
    if (!client.address().isEmpty()) {
      headers.merge("x-forwarded-for", client.address(), (before, own) -> before + ", " + own);
    }
    headers.put("x-forwarded-uri", encoded(request.path()));
    var upgrade = request.header("upgrade");
    headers.put("connection", upgrade.isEmpty() ? "close" : "Upgrade");
    if (!upgrade.isEmpty()) {
      headers.put("upgrade", upgrade);
    }
    if (client.length() < 0) {
      headers.put("transfer-encoding", "chunked");
    } else if (client.length() > 0 || List.of("POST", "PUT", "PATCH").contains(request.method())) {
      headers.put("content-length", String.valueOf(client.length()));
    }
    return new RequestHead(request.method() + " " + target + " HTTP/1.1", headers);
  }

  /// The query of a request, with its question mark; empty for none.
  static String query(ApiRequest request) {
    var query = request.incoming().map(Incoming::query).orElseGet(() -> joined(request.query()));
    return query.isEmpty() ? "" : "?" + query;
  }

  private static String joined(Map<String, List<String>> query) {
    var pairs = new ArrayList<String>();
    query.forEach(
        (name, values) -> values.forEach(value -> pairs.add(escaped(name) + "=" + escaped(value))));
    return String.join("&", pairs);
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// A path as it stands in an address.
  static String encoded(String path) {
    var encoded = new StringBuilder();
    for (var b : path.getBytes(StandardCharsets.UTF_8)) {
      var c = (char) (b & 0xff);
      var isPlain = c < 0x80 && (Character.isLetterOrDigit(c) || PATH.indexOf(c) >= 0);
      encoded.append(isPlain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return encoded.toString();
  }

  /// The head as it is sent. No header holds the end of its line.
  byte[] bytes() {
    var text = new StringBuilder(line).append("\r\n");
    headers.forEach((name, value) ->
        text.append(name).append(": ").append(value.replaceAll("[\r\n]", " ")).append("\r\n"));
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
