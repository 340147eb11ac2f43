package timonier.pods.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.slf4j.LoggerFactory;
import timonier.kit.loop.EventLoop;

/// Events of the engine about certain containers. When the engine goes away, connects again until
/// it is back.
public final class EngineEvents implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(250);

  private final EventLoop loop;
  private final Engine engine;
  private final Map<String, String> labels;
  private final Listener listener;
  private volatile boolean closed;
  private volatile Closeable stream = () -> {};

  /// Receives the events.
  public interface Listener {
    /// The engine answers, or answers again. Earlier events may have been missed.
    void connected();

    /// A container ended.
    ///
    /// @param id its id
    /// @param noted its labels and other attributes
    void ended(String id, Map<String, String> noted);
  }

  /// @param labels of the containers whose events are wanted
  public EngineEvents(
      EventLoop loop, Engine engine, Map<String, String> labels, Listener listener) {
    this.loop = loop;
    this.engine = engine;
    this.labels = labels;
    this.listener = listener;
  }

  /// Begins to listen.
  public void start() {
    loop.spawn("engine events", this::listen);
  }

  private void listen() {
    while (!closed) {
      try {
        new Stream().await();
      } catch (RuntimeException failure) {
        LoggerFactory.getLogger(EngineEvents.class).debug("no events: {}", failure.toString());
      } catch (InterruptedException _) {
        return;
      }
      loop.sleep(PAUSE);
    }
  }

  /// One connection.
  private final class Stream extends ResultCallback.Adapter<Event> {

    void await() throws InterruptedException {
      engine
          .client()
          .eventsCmd()
          .withEventTypeFilter("container")
          .withEventFilter("die")
          .withLabelFilter(labels)
          .exec(this);
      awaitCompletion();
    }

    @Override
    public void onStart(Closeable opened) {
      super.onStart(opened);
      stream = opened;
      loop.spawn("engine is back", listener::connected);
    }

    @Override
    public void onNext(Event event) {
      var actor = event.getActor();
      if (actor != null && actor.getId() != null && actor.getAttributes() != null) {
        listener.ended(actor.getId(), actor.getAttributes());
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      stream.close();
    } catch (IOException e) {
      throw engine.away(e);
    }
  }
}
