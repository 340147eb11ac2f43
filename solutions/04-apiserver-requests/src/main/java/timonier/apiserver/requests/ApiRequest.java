package timonier.apiserver.requests;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import timonier.kubelet.streams.QueryFlag;

/// A request to the API server.
///
/// @param method the HTTP method
/// @param path the path, decoded, without the query
/// @param query the parameters of the query
/// @param headers the headers; names in lower case
/// @param body the body; empty for none
/// @param user who asks
public record ApiRequest(
    String method,
    String path,
    Map<String, List<String>> query,
    Map<String, String> headers,
    byte[] body,
    User user) {

  private static final Pattern LEGACY_WATCH =
      Pattern.compile("(/api/[^/]+|/apis/[^/]+/[^/]+)/watch(/.+)");

  /// A request without a body.
  public static ApiRequest of(
      String method, String path, Map<String, List<String>> query, User user) {
    return new ApiRequest(method, path, query, Map.of(), new byte[0], user);
  }

  /// A request with a JSON body.
  public static ApiRequest of(
      String method,
      String path,
      Map<String, List<String>> query,
      String contentType,
      String body,
      User user) {
    return new ApiRequest(
        method,
        path,
        query,
        Map.of("content-type", contentType),
        body.getBytes(StandardCharsets.UTF_8),
        user);
  }

  /// A request for a path without a query.
  public static ApiRequest of(String method, String path, User user) {
    return of(method, path, Map.of(), user);
  }

  /// A request for a path with its query, both as they are written in a URL.
  public static ApiRequest at(String method, String pathAndQuery, User user) {
    var sides = pathAndQuery.split("\\?", 2);
    var query = new LinkedHashMap<String, List<String>>();
    for (var pair : sides.length == 1 ? new String[0] : sides[1].split("&", -1)) {
      var words = pair.split("=", 2);
      var value = words.length == 1 ? "" : URLDecoder.decode(words[1], StandardCharsets.UTF_8);
      query.computeIfAbsent(words[0], _ -> new ArrayList<>()).add(value);
    }
    return of(method, sides[0], query, user);
  }

  /// The same with one more parameter.
  public ApiRequest with(String parameter, String value) {
    var more = new LinkedHashMap<>(query);
    more.put(parameter, List.of(value));
    return new ApiRequest(method, path, more, headers, body, user);
  }

  /// Whether the path itself asks for a watch, as in `/api/v1/watch/pods`: so clients did before
  /// there was a parameter for it.
  public boolean isLegacyWatch() {
    return LEGACY_WATCH.matcher(path).matches();
  }

  /// The same with the parameter in place of a path that asks for a watch.
  public ApiRequest withoutLegacyWatch() {
    var parts = LEGACY_WATCH.matcher(path);
    return parts.matches()
        ? new ApiRequest(method, parts.group(1) + parts.group(2), query, headers, body, user)
            .with("watch", "true")
        : this;
  }

  /// The same with one more header.
  public ApiRequest withHeader(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new ApiRequest(method, path, query, more, body, user);
  }

  /// The same with a body.
  public ApiRequest withBody(String contentType, byte[] body) {
    return new ApiRequest(method, path, query, headers, body, user)
        .withHeader("content-type", contentType);
  }

  /// The first value of a parameter.
  public Optional<String> parameter(String name) {
    return query.getOrDefault(name, List.of()).stream().findFirst().filter(v -> !v.isEmpty());
  }

  /// Whether a parameter is true.
  public boolean flag(String name) {
    return QueryFlag.says(query, name);
  }

  /// A header; empty text if it is not there.
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /// The media type of the body, without its parameters.
  public String contentType() {
    return header("content-type").split(";", 2)[0].strip();
  }
}
