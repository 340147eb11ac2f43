package timonier.pods.docker;

import java.io.OutputStream;
import timonier.pods.runtime.ContainerRuntime.Session;

/// A session with a program in a container of the Docker Engine.
///
/// @param talk the connection to the program
record DockerSession(EngineTalk talk) implements Session {

  private static final String ENDED = "StreamEnded";

  @Override
  public OutputStream in() {
    return talk.in();
  }

  @Override
  public int run(OutputStream out, OutputStream err) {
    return DockerRuntime.ask(ENDED, () -> talk.run(out, err));
  }

  @Override
  public void resize(int columns, int rows) {
    DockerRuntime.tell(ENDED, () -> talk.resize(columns, rows));
  }

  @Override
  public void close() {
    talk.close();
  }
}
