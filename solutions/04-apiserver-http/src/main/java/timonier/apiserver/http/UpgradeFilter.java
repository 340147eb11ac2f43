package timonier.apiserver.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.HttpStream;
import timonier.apiserver.streams.Upgrade;
import timonier.kit.loop.EventLoop;

/// Takes the requests that ask to talk to a program out of the server's hands, and leaves it the
/// bytes of their connections. An edge class.
final class UpgradeFilter implements EarlyFilter {

  private static final Pattern PATH =
      Pattern.compile(
          "/api/v1/(namespaces/[^/]+/pods/[^/]+/(exec|attach|portforward|log)|%s)"
              .formatted(ProxyFilter.PROXIED));

  private final EventLoop loop;
  private final Answer answer;

  /// Answers a request that asks for an upgrade.
  public interface Answer {
    /// Whether the client may talk, and how; empty if it was answered that it may not.
    Optional<Upgrade> to(HttpServletRequest request, HttpServletResponse response)
        throws IOException;
  }

  /// @param loop on which clients are talked to
  public UpgradeFilter(EventLoop loop, Answer answer) {
    this.loop = loop;
    this.answer = answer;
  }

  @Override
  public boolean handles(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getHeader("Upgrade") == null || !PATH.matcher(request.getRequestURI()).matches()) {
      return false;
    }
    var upgrade = answer.to(request, response);
    if (upgrade.isPresent()) {
      begin(request, response, upgrade.get());
    }
    return true;
  }

  /// The server swaps the connection for ours once it has sent the answer.
  private void begin(HttpServletRequest request, HttpServletResponse response, Upgrade upgrade) {
    response.setStatus(HttpServletResponse.SC_SWITCHING_PROTOCOLS);
    upgrade.headers().forEach(response::setHeader);
    var to = ServletContextRequest.getServletContextRequest(request);
    var endPoint = to.getConnectionMetaData().getConnection().getEndPoint();
    to.setAttribute(
        HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, new UpgradedConnection(loop, endPoint, upgrade));
  }
}
