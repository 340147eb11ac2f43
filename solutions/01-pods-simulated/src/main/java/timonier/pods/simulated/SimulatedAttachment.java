package timonier.pods.simulated;

import java.io.OutputStream;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.Promise;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;
import timonier.pods.runtime.ContainerRuntime.Session;
import timonier.pods.runtime.ContainerRuntime.State;
import timonier.pods.runtime.RuntimeFailure;

/// An attachment to a simulated container, which reads nothing, writes nothing more, and may end.
final class SimulatedAttachment implements Session {

  private final SimulatedHost host;
  private final ContainerRecord record;
  private final Promise<Boolean> ended;
  private final EventLoop.Cancellable subscription;

  SimulatedAttachment(EventLoop loop, SimulatedHost host, ContainerRecord record) {
    this.host = host;
    this.record = record;
    this.ended = loop.promise();
    this.subscription = host.subscribe(_ -> look());
    look();
  }

  private void look() {
    if (host.find(record.id()).filter(found -> found.state() == State.RUNNING).isEmpty()) {
      ended.complete(true);
    }
  }

  /// Waits for the container's end.
  void await() {
    ended.await();
    subscription.cancel();
  }

  @Override
  public OutputStream in() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public int run(OutputStream out, OutputStream err) {
    await();
    return host.find(record.id()).map(ContainerRecord::exitCode).orElse(137);
  }

  @Override
  public void resize(int columns, int rows) {}

  @Override
  public void close() {
    ended.fail(new RuntimeFailure("StreamEnded", "the session was closed"));
    subscription.cancel();
  }
}
