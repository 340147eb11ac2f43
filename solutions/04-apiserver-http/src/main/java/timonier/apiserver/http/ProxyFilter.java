package timonier.apiserver.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import timonier.kit.loop.EventLoop;

/// Handles requests that are passed on to a pod, a service or a node: bodies of any length go
/// through in both directions as they come, and a client that leaves ends what it asked for. An
/// edge class.
final class ProxyFilter implements EarlyFilter {

  /// What such requests ask for.
  static final String PROXIED = "(namespaces/[^/]+/(pods|services)|nodes)/[^/]+/proxy(/.*)?";

  private static final Pattern PATH = Pattern.compile("/api/v1/" + PROXIED);

  private final EventLoop loop;
  private final Answer answer;

  /// Answers a request that is passed on.
  @FunctionalInterface
  public interface Answer {
    /// Answers it as a whole.
    ///
    /// @param client its query and body
    /// @throws IOException if client or program left before the end
    void to(HttpServletRequest request, HttpServletResponse response, ProxyClient client)
        throws IOException;
  }

  /// @param loop on which requests are answered
  public ProxyFilter(EventLoop loop, Answer answer) {
    this.loop = loop;
    this.answer = answer;
  }

  @Override
  public boolean handles(HttpServletRequest request, HttpServletResponse response) {
    if (!PATH.matcher(request.getRequestURI()).matches()) {
      return false;
    }
    var client = ProxyClient.of(request);
    loop.spawn("proxy", () -> answer(request, response, client));
    return true;
  }

  /// Nobody knows yet who the client is, so it may not take long to begin its body.
  private void begin(ProxyClient client) throws IOException {
    try (var deadline = new Deadline(loop, Deadline.USUAL, client::cut)) {
      deadline.begin();
      client.begin();
    }
  }

  private void answer(
      HttpServletRequest request, HttpServletResponse response, ProxyClient client) {
    try {
      begin(client);
      answer.to(request, response, client);
      client.end();
    } catch (IOException _) {
      client.cut();
    } catch (RuntimeException bug) {
      client.cut();
      throw bug;
    }
  }
}
