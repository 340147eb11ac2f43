package timonier.pods.docker;

import java.io.OutputStream;

/// The input and outputs of a program in a container. Methods throw [EngineFailure].
public interface EngineTalk extends AutoCloseable {

  /// The program's input; closing it ends the input only.
  OutputStream in();

  /// Copies the program's outputs until it has ended.
  ///
  /// @return its exit code
  int run(OutputStream out, OutputStream err);

  /// Sets the size of the program's terminal.
  void resize(int columns, int rows);

  /// Leaves.
  @Override
  void close();
}
