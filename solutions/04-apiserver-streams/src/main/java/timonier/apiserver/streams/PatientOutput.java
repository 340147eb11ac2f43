package timonier.apiserver.streams;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import timonier.kit.loop.BlockOutput;
import timonier.kit.loop.EventLoop;

/// The way to a client that may stop reading: nobody waits longer for it than for a limit, and then
/// it is cut off.
final class PatientOutput extends BlockOutput {

  private final OutputStream out;
  private final Patience patience;

  /// @param limit how long one write may take
  /// @param cut ends the connection, which makes the write fail
  PatientOutput(EventLoop loop, OutputStream out, Duration limit, Runnable cut) {
    this.out = out;
    this.patience = new Patience(loop, limit, cut);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    patience.begin();
    out.write(bytes, offset, length);
    patience.end();
  }

  @Override
  public void flush() throws IOException {
    patience.begin();
    out.flush();
    patience.end();
  }

  /// Looks after it no more. The connection stays as it is.
  @Override
  public void close() {
    patience.close();
  }
}
