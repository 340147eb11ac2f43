package timonier.apiserver.http;

import jakarta.servlet.http.HttpServletRequest;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Status;

/// Keeps web pages of others from opening a WebSocket to this server.
///
/// A browser lets any page do so, and shows the certificate of its user; only the header `Origin`
/// says whose page it is (RFC 6455, section 10.2). Other clients send none, or the server's own,
/// some of them as `http`: no page can come from there, since nobody else listens on this port.
final class Origins {

  /// Lets a request pass that comes from no page, or from this server's own.
  ///
  /// @throws ApiException 403 for any other
  public static void requireOwn(HttpServletRequest request) {
    var origin = request.getHeader("Origin");
    if (origin != null && !isOwn(origin, request.getHeader("Host"))) {
      throw new ApiException(
          Status.failure(403, "Forbidden", "a page of " + origin + " may not talk to this server"));
    }
  }

  private static boolean isOwn(String origin, String host) {
    return origin.equalsIgnoreCase("https://" + host) || origin.equalsIgnoreCase("http://" + host);
  }

  private Origins() {}
}
