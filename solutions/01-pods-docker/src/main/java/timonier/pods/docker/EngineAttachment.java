package timonier.pods.docker;

import java.io.IOException;
import java.io.OutputStream;

/// A client's attachment to the program of a container.
///
/// @param engine that has the container
/// @param container the container's id
/// @param stream the program's input and outputs
record EngineAttachment(Engine engine, String container, EngineStream stream)
    implements EngineTalk {

  @Override
  public OutputStream in() {
    return stream.in();
  }

  @Override
  public int run(OutputStream out, OutputStream err) {
    try {
      stream.copy(out, err);
    } catch (IOException e) {
      throw engine.ended(e);
    }
    return engine.await(container);
  }

  @Override
  public void resize(int columns, int rows) {
    engine.resize(container, columns, rows);
  }

  @Override
  public void close() {
    stream.close();
  }
}
