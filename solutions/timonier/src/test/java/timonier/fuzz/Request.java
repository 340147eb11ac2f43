package timonier.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A request by its meaning, before it is written as bytes.
///
/// @param production that made it
/// @param place of the object that it is about, if there is one
/// @param method as in `GET`
/// @param path the path, decoded
/// @param query the parameters, decoded
/// @param headers besides those that every request has
/// @param contentType of the document; empty for none
/// @param document its body; missing for none
record Request(
    Production production,
    Optional<Place> place,
    String method,
    String path,
    List<Parameter> query,
    List<Message.Header> headers,
    String contentType,
    JsonNode document) {

  record Parameter(String name, String value) {}

  static Request of(Production production, Optional<Place> place, String method, String path) {
    return new Request(
        production, place, method, path, List.of(), List.of(), "", MissingNode.getInstance());
  }

  Request with(String parameter, String value) {
    var more = new ArrayList<>(query);
    more.add(new Parameter(parameter, value));
    return new Request(production, place, method, path, more, headers, contentType, document);
  }

  Request header(String name, String value) {
    var more = new ArrayList<>(headers);
    more.add(new Message.Header(name, value));
    return new Request(production, place, method, path, query, more, contentType, document);
  }

  Request says(String type, JsonNode tree) {
    return new Request(production, place, method, path, query, headers, type, tree);
  }

  boolean isWrite() {
    return !method.equals("GET") && !method.equals("HEAD");
  }

  /// Writes the request.
  ///
  /// @param authority host and port of the server
  /// @param token that authenticates the client
  /// @param agent the user agent, which the server records as the owner of fields
  Message message(String authority, String token, String agent) {
    var target = new StringBuilder(path.replace(" ", "%20"));
    for (var parameter : query) {
      target
          .append(target.indexOf("?") < 0 ? '?' : '&')
          .append(parameter.name())
          .append('=')
          .append(URLEncoder.encode(parameter.value(), StandardCharsets.UTF_8));
    }
    var all = new ArrayList<Message.Header>();
    all.add(new Message.Header("Host", authority));
    all.add(new Message.Header("Authorization", "Bearer " + token));
    all.add(new Message.Header("User-Agent", agent));
    all.addAll(headers);
    var message =
        new Message(method, target.toString(), "HTTP/1.1", all, new byte[0], Optional.empty());
    return document.isMissingNode()
        ? message
        : message.with("Content-Type", contentType).body(Bodies.write(contentType, document));
  }
}
