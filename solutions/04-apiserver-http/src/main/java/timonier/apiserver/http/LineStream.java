package timonier.apiserver.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;
import timonier.apiserver.requests.Body;
import timonier.apiserver.streams.Patience;
import timonier.kit.loop.EventLoop;

/// Lines on their way to a client that follows them. Writers leave lines here and go on: no thread
/// waits for the client or for the next line.
///
/// A client that was written to a moment ago is left alone for the rest of that moment: lines that
/// come in quick succession then go out together, which costs both sides much less than one by one.
final class LineStream implements AutoCloseable {

  /// How long lines may wait for more of them.
  static final Duration MOMENT = Duration.ofMillis(5);

  /// How many batches may wait for a slow client before its stream ends; it can come back and
  /// resume, and a client that is this slow must not cost the server its memory.
  static final int MOST_WAITING = 10_000;

  /// How long it may take until there is a client to send to. One whose upgrade fails never comes.
  static final Duration OPENING = Duration.ofSeconds(30);

  /// The way to a client.
  public interface Client {
    /// Begins to send some lines, the first time none, and returns at once.
    ///
    /// @param taken told when the client takes more, or is gone
    void send(List<byte[]> lines, Callback taken);

    /// Ends the stream, after all lines.
    void end();

    /// Cuts off a client that takes nothing.
    void cut();
  }

  private final EventLoop loop;
  private final EventLoop.Cancellable abandoned;
  private final Deque<Iterator<byte[]>> waiting = new ArrayDeque<>();
  private boolean ended;
  private boolean woken;
  private Instant sentAt = Instant.EPOCH;
  private @Nullable Pump pump;
  private @Nullable Runnable whenClosed;

  /// @param loop on which it waits for more lines, and for the client
  public LineStream(EventLoop loop) {
    this.loop = loop;
    this.abandoned = loop.after(OPENING, this::close);
  }

  /// @param whenClosed called once when the stream is over, however it ended
  public synchronized void onClosed(Runnable whenClosed) {
    this.whenClosed = whenClosed;
  }

  /// Takes the lines to a client from now on.
  public void open(Client client) {
    abandoned.cancel();
    var opened = new Pump(client);
    synchronized (this) {
      pump = opened;
      woken = true;
    }
    opened.iterate();
  }

  /// Leaves lines for the client.
  ///
  /// @param lines each with its end; asked for when they are sent, and not changed
  synchronized void offer(Iterator<byte[]> lines) {
    if (ended) {
      return;
    }
    if (waiting.size() < MOST_WAITING) {
      waiting.add(lines);
    } else {
      waiting.clear();
      ended = true;
    }
    wake();
  }

  /// No more lines will come.
  public synchronized void end() {
    ended = true;
    wake();
  }

  private void wake() {
    var opened = pump;
    if (opened != null && !woken) {
      woken = true;
      var pause = Duration.between(loop.now(), sentAt.plus(MOMENT));
      if (pause.isPositive()) {
        loop.after(pause, () -> loop.spawn("lines", opened::iterate));
      } else {
        loop.spawn("lines", opened::iterate);
      }
    }
  }

  private synchronized List<byte[]> next() {
    woken = false;
    sentAt = loop.now();
    var block = new ArrayList<byte[]>();
    for (var size = 0; size < Body.BLOCK && !waiting.isEmpty(); ) {
      var batch = waiting.element();
      if (batch.hasNext()) {
        var line = batch.next();
        block.add(line);
        size += line.length;
      } else {
        waiting.remove();
      }
    }
    return block;
  }

  private synchronized boolean isOver() {
    return ended && waiting.isEmpty();
  }

  /// Ends the stream from the client's side.
  @Override
  public void close() {
    abandoned.cancel();
    Runnable told;
    Pump opened;
    synchronized (this) {
      ended = true;
      waiting.clear();
      told = whenClosed;
      whenClosed = null;
      opened = pump;
      pump = null;
    }
    if (told != null) {
      told.run();
    }
    if (opened != null) {
      opened.close();
    }
  }

  /// Sends a block after the other, each once the client took the one before.
  private final class Pump extends IteratingCallback {
    private final Client client;
    private final Patience patience;
    private boolean begun;

    Pump(Client client) {
      this.client = client;
      this.patience = new Patience(loop, Patience.USUAL, client::cut);
    }

    @Override
    protected Action process() {
      patience.end();
      var block = begun ? next() : List.<byte[]>of();
      if (begun && block.isEmpty()) {
        return isOver() ? Action.SUCCEEDED : Action.IDLE;
      }
      begun = true;
      patience.begin();
      client.send(block, this);
      return Action.SCHEDULED;
    }

    @Override
    protected void onCompleteSuccess() {
      client.end();
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
      client.cut();
    }

    @Override
    protected void onCompleted(Throwable cause) {
      super.onCompleted(cause);
      patience.close();
      LineStream.this.close();
    }
  }
}
