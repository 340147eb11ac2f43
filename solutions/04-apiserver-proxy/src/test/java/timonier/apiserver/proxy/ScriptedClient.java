package timonier.apiserver.proxy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import timonier.apiserver.requests.ApiRequest.Incoming;

/// A client with a body.
final class ScriptedClient implements Incoming {

  private final InputStream body;
  private final long length;
  private Runnable gone = () -> {};

  /// @param length what it says of the length of its body
  ScriptedClient(String body, long length) {
    this.body = new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
    this.length = length;
  }

  /// Goes away.
  void leave() {
    gone.run();
  }

  @Override
  public String query() {
    return "a&b=%20";
  }

  @Override
  public String address() {
    return "192.0.2.7";
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public InputStream body() {
    return body;
  }

  @Override
  public void onGone(Runnable action) {
    gone = action;
  }

  @Override
  public void cut() {
    leave();
  }
}
