package timonier.pods.docker;

import java.io.IOException;
import java.io.OutputStream;

/// The own program of a container, which somebody joined.
///
/// @param engine whose container it is
/// @param container the container's id
/// @param stream how one talks to it
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
