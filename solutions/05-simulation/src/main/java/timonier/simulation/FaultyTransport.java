package timonier.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import timonier.apiserver.ApiRequest;
import timonier.apiserver.ApiResponse;
import timonier.apiserver.Transport;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.kit.sim.Simulation;
import timonier.pods.ApiException;
import timonier.pods.Status;

/// One component's way to the server: calls take time, are refused, and their answers get lost;
/// watches are late, each by its own, and break. Inside one watch nothing is reordered or repeated.
final class FaultyTransport implements Transport {

  private static final double REFUSED = 0.02;
  private static final double LOST = 0.02;
  private static final double CUT = 0.01;

  private final Simulation simulation;
  private final EventLoop loop;
  private final Supplier<Transport> server;
  private final Faults faults;

  FaultyTransport(
      Simulation simulation, EventLoop loop, Supplier<Transport> server, Faults faults) {
    this.simulation = simulation;
    this.loop = loop;
    this.server = server;
    this.faults = faults;
  }

  private Duration delay() {
    return Duration.ofMillis(1 + simulation.random().nextInt(20));
  }

  private static ApiException unavailable(String why) {
    return new ApiException(Status.failure(503, "ServiceUnavailable", why));
  }

  @Override
  public ApiResponse call(ApiRequest request) {
    loop.sleep(delay());
    if (faults.happens("refused call", simulation.chance(REFUSED))) {
      throw unavailable("simulated: the request did not arrive");
    }
    var response = server.get().call(request);
    loop.sleep(delay());
    if (faults.happens("lost reply", simulation.chance(LOST))) {
      throw unavailable("simulated: the answer was lost");
    }
    return response;
  }

  @Override
  public Cancellable watch(ApiRequest request, WatchObserver observer) {
    loop.sleep(delay());
    var stream = new Stream(observer);
    stream.source = server.get().watch(request, stream);
    return stream;
  }

  /// A watch whose events come late, and that may break after any of them.
  private final class Stream implements WatchObserver, Cancellable {
    private final WatchObserver observer;
    private Cancellable source = () -> {};
    private Instant last = Instant.MIN;
    private boolean over;

    Stream(WatchObserver observer) {
      this.observer = observer;
    }

    @Override
    public void event(String type, byte[] object) {
      later(() -> observer.event(type, object));
      if (faults.happens("cut watch", simulation.chance(CUT))) {
        later(this::cut);
      }
    }

    @Override
    public void closed() {
      later(this::cut);
    }

    private void cut() {
      over = true;
      source.cancel();
      observer.closed();
    }

    private void later(Runnable told) {
      var due = simulation.now().plus(delay());
      last = due.isAfter(last) ? due : last;
      loop.after(
          Duration.between(simulation.now(), last),
          () -> {
            if (!over) {
              told.run();
            }
          });
    }

    @Override
    public void cancel() {
      over = true;
      source.cancel();
    }
  }
}
