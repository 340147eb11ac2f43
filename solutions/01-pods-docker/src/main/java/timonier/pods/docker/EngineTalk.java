package timonier.pods.docker;

import java.io.OutputStream;

/// A program in a container that one talks to. What goes wrong is an [EngineFailure].
public interface EngineTalk extends AutoCloseable {

  /// The program's input; closing it ends the input only.
  OutputStream in();

  /// Copies the program's outputs until it has ended.
  ///
  /// @return its exit code
  int run(OutputStream out, OutputStream err);

  /// Says how large the program's terminal is.
  void resize(int columns, int rows);

  /// Leaves.
  @Override
  void close();
}
