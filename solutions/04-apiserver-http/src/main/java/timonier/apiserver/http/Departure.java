package timonier.apiserver.http;

import java.io.IOException;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/// Notices that a client went away while it was answered. A server that only writes would notice
/// when it has something to write, which may be never. An edge class.
///
/// What the client still says is passed over: nothing comes after this answer.
final class Departure implements Callback {

  private static final int BUFFER = 1 << 10;

  private final EndPoint endPoint;
  private final Runnable gone;

  /// @param gone what to do when the client is
  Departure(EndPoint endPoint, Runnable gone) {
    this.endPoint = endPoint;
    this.gone = gone;
  }

  void listen() {
    endPoint.fillInterested(this);
  }

  @Override
  public void succeeded() {
    try {
      var heard = BufferUtil.allocate(BUFFER);
      var n = endPoint.fill(heard);
      while (n > 0) {
        BufferUtil.clear(heard);
        n = endPoint.fill(heard);
      }
      if (n == 0) {
        listen();
        return;
      }
    } catch (IOException _) {
      // broken is gone, too
    }
    gone.run();
  }

  /// The connection was closed from this side, or broke.
  @Override
  public void failed(Throwable cause) {
    gone.run();
  }
}
