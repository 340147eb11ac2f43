package timonier.pods.process;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import timonier.pods.runtime.ContainerRuntime.Session;
import timonier.pods.runtime.RuntimeFailure;

/// A session with a program under a supervisor.
///
/// @param conversation the connection to the program
/// @param timeout how long it may take
record ProcessSession(Conversation conversation, Optional<Duration> timeout) implements Session {

  @Override
  public OutputStream in() {
    return conversation.in();
  }

  @Override
  public int run(OutputStream out, OutputStream err) {
    try {
      return conversation
          .run(out, err)
          .orElseThrow(() ->
              new RuntimeFailure(
                  "DeadlineExceeded",
                  "command timed out after %s s"
                      .formatted(timeout.map(t -> t.toMillis() / 1000.0).orElse(0.0))));
    } catch (IOException e) {
      throw new RuntimeFailure("StreamEnded", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void resize(int columns, int rows) {
    try {
      conversation.resize(columns, rows);
    } catch (IOException e) {
      throw new RuntimeFailure("StreamEnded", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    conversation.close();
  }
}
