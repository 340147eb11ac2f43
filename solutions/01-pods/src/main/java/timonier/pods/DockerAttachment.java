package timonier.pods;

import java.io.IOException;
import java.io.OutputStream;
import timonier.pods.ContainerRuntime.Session;
import timonier.pods.docker.Engine;
import timonier.pods.docker.EngineFailure;
import timonier.pods.docker.EngineStream;

/// Talking to the program of a container of the Docker Engine.
///
/// @param engine whose container it is
/// @param container the container's id
/// @param stream what is said
record DockerAttachment(Engine engine, String container, EngineStream stream) implements Session {

  @Override
  public OutputStream in() {
    return stream.in();
  }

  @Override
  public int run(OutputStream out, OutputStream err) {
    try {
      stream.copy(out, err);
      return engine.await(container);
    } catch (IOException | EngineFailure e) {
      throw new RuntimeFailure("StreamEnded", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void resize(int columns, int rows) {
    try {
      engine.resize(container, columns, rows);
    } catch (EngineFailure e) {
      throw new RuntimeFailure("StreamEnded", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    stream.close();
  }
}
