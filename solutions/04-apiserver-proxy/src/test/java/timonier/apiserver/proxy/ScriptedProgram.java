package timonier.apiserver.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import timonier.apiserver.extensions.NodeConnection;
import timonier.apiserver.streams.NodeChannels;
import timonier.kit.loop.BlockInput;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.Promise;
import timonier.pods.runtime.ContainerRuntime.Connection;

/// A program of a node that says what a test wrote, waits then or ends, and keeps what it hears.
final class ScriptedProgram implements NodeConnection, Connection {

  private final byte[] words;
  private final boolean ends;
  private final Promise<Boolean> closed;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private int said;
  private boolean isClosed;
  private boolean isDeaf;
  private String cue = "";
  private final Promise<Boolean> cued;

  /// @param words what it says, with `\n` for the end of a line
  /// @param ends whether it ends the connection then
  ScriptedProgram(EventLoop loop, String words, boolean ends) {
    this.words = words.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    this.ends = ends;
    this.closed = loop.promise();
    this.cued = loop.promise();
  }

  /// The same, taking no more than the head of a request.
  ScriptedProgram deaf() {
    isDeaf = true;
    return this;
  }

  /// The same, saying nothing before it heard something to its end.
  ScriptedProgram after(String cue) {
    this.cue = cue;
    return this;
  }

  /// What it heard, with `\n` for the end of a line.
  String heard() {
    return heard.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  boolean isClosed() {
    return isClosed;
  }

  @Override
  public Connection dial(JsonNode node) {
    return this;
  }

  @Override
  public void logs(JsonNode node, String pathAndQuery, OutputStream out) {
    throw new AssertionError(pathAndQuery);
  }

  @Override
  public NodeChannels open(JsonNode node, String pathAndQuery) {
    throw new AssertionError(pathAndQuery);
  }

  @Override
  public InputStream in() {
    return new BlockInput() {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        if (!cue.isEmpty()) {
          cued.await();
        }
        if (said == words.length && !ends) {
          closed.await();
        }
        if (isClosed) {
          throw new IOException("the connection was closed");
        }
        var n = Math.min(length, words.length - said);
        System.arraycopy(words, said, bytes, offset, n);
        said += n;
        return n == 0 ? -1 : n;
      }
    };
  }

  @Override
  public OutputStream out() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        if (isClosed || (isDeaf && heard().endsWith("\n\n"))) {
          throw new IOException("broken pipe");
        }
        heard.write(b);
        if (!cue.isEmpty() && heard().endsWith(cue)) {
          cued.complete(true);
        }
      }
    };
  }

  @Override
  public Connection encrypted() {
    throw new AssertionError("a kubelet's connection is encrypted");
  }

  @Override
  public void closeOut() {
    throw new AssertionError("nobody closes one side of HTTP");
  }

  @Override
  public void close() {
    isClosed = true;
    closed.complete(true);
  }
}
