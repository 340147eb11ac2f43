package timonier.apiserver.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.api.Session;

/// Sends lines over a WebSocket, one a message. An edge class.
///
/// @param session the client's
record WebSocketLines(Session session) implements LineStream.Client {

  @Override
  public void send(List<byte[]> lines, Callback taken) {
    if (lines.isEmpty()) {
      taken.succeeded();
      return;
    }
    for (var line : lines.subList(0, lines.size() - 1)) {
      send(line, org.eclipse.jetty.websocket.api.Callback.NOOP);
    }
    send(
        lines.getLast(),
        org.eclipse.jetty.websocket.api.Callback.from(taken::succeeded, taken::failed));
  }

  private void send(byte[] line, org.eclipse.jetty.websocket.api.Callback taken) {
    session.sendText(new String(line, StandardCharsets.UTF_8), taken);
  }

  @Override
  public void end() {
    session.close();
  }

  @Override
  public void cut() {
    session.disconnect();
  }
}
