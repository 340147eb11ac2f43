package timonier.apiserver.proxy;

import java.util.List;
import timonier.pods.objects.ApiException;

/// What a path calls the object to which a request is passed on: `[scheme:]name[:port]`.
///
/// @param scheme `http`, `https`, or empty for the former
/// @param name the object
/// @param port a number, or the name of a port of a service; empty for the usual one
record ProxyName(String scheme, String name, String port) {

  private static final List<String> SCHEMES = List.of("", "http", "https");

  /// Reads a name.
  ///
  /// @param kind of the object, in lower case, for messages
  /// @throws ApiException 400 if it cannot be read
  static ProxyName of(String text, String kind) {
    var parts = text.split(":", -1);
    var name =
        switch (parts.length) {
          case 1 -> new ProxyName("", parts[0], "");
          case 2 -> new ProxyName("", parts[0], parts[1]);
          default -> new ProxyName(parts[0], parts[1], parts[2]);
        };
    if (parts.length > 3 || name.name().isEmpty() || !SCHEMES.contains(name.scheme())) {
      throw ApiException.badRequest("invalid %s request \"%s\"".formatted(kind, text));
    }
    return name;
  }

  /// Whether what answers is asked by TLS.
  boolean isSecure() {
    return scheme.equals("https");
  }

  /// As the path has it.
  @Override
  public String toString() {
    var full = name + (port.isEmpty() ? "" : ":" + port);
    return scheme.isEmpty() ? full : scheme + ":" + full;
  }
}
