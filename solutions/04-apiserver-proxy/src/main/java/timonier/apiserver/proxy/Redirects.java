package timonier.apiserver.proxy;

import java.net.URI;
import java.net.URISyntaxException;
import timonier.pods.objects.ApiException;

/// Lets redirections lead through the API server, as Kubernetes does (`proxy.Transport`).
///
/// @param prefix the path that stands for the root of the program
/// @param own the address of the program
/// @param asked the host that the client asked, where it says
record Redirects(String prefix, String own, String asked) {

  /// Where a redirection leads: to another host, or from where it stands, it leads as it did.
  ///
  /// @throws ApiException 500 if it leads nowhere
  String rewrite(String location) {
    URI target;
    try {
      target = new URI(location);
    } catch (URISyntaxException e) {
      throw ApiException.internal("error trying to parse Location header: " + e.getMessage());
    }
    var host = target.getRawAuthority();
    var path = target.getRawPath();
    var isAsked = host != null && host.equals(asked);
    var isElsewhere = host != null && !isAsked && !host.equals(own);
    if (isElsewhere || path == null || !path.startsWith("/")) {
      return location;
    }
    var origin = isAsked && target.getScheme() != null ? target.getScheme() + "://" + host : "";
    return origin + (path.startsWith(prefix) ? path : prefix + path) + rest(target);
  }

  private static String rest(URI target) {
    var query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
    return target.getRawFragment() == null ? query : query + "#" + target.getRawFragment();
  }
}
