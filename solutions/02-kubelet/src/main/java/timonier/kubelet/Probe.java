package timonier.kubelet;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import timonier.kit.loop.EventLoop;
import timonier.kubelet.containers.Answer;
import timonier.kubelet.containers.Question;
import timonier.pods.Container;
import timonier.pods.runtime.ContainerRuntime;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;

/// Asks one container one question, again and again, until it is closed.
///
/// It belongs to the loop of its kubelet: questions are asked in spawned work, their answers are
/// counted in tasks.
final class Probe implements AutoCloseable {

  /// What a verdict decides.
  enum Kind {
    /// Whether it has started: the other probes wait for it.
    STARTUP("Startup"),
    /// Whether it can answer requests.
    READINESS("Readiness"),
    /// Whether it should be restarted.
    LIVENESS("Liveness");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /// Receives the answers.
  interface Listener {
    /// Called after each answer.
    ///
    /// @param probe whose tally says what the answers amount to now
    /// @param changed whether that is news
    void answered(Probe probe, Answer answer, boolean changed);
  }

  private final EventLoop loop;
  private final ContainerRuntime runtime;
  private final Kind kind;
  private final Container container;
  private final Container.Probe spec;
  private final ContainerRecord record;
  private final Listener listener;
  private ProbeTally tally;
  private EventLoop.Cancellable timer = () -> {};
  private boolean closed;

  Probe(
      EventLoop loop,
      ContainerRuntime runtime,
      Kind kind,
      Container container,
      Container.Probe spec,
      ContainerRecord record,
      boolean well,
      Listener listener) {
    this.loop = loop;
    this.runtime = runtime;
    this.kind = kind;
    this.container = container;
    this.spec = spec;
    this.record = record;
    this.listener = listener;
    this.tally = ProbeTally.of(well);
  }

  /// Begins to ask, once the container has run for the initial delay.
  void start() {
    var begin =
        record.startedAt().orElse(record.createdAt()).plusSeconds(spec.initialDelaySeconds());
    timer = loop.after(Duration.between(loop.now(), begin), this::ask);
  }

  private void ask() {
    var asked = loop.now();
    loop.spawn(
        kind + " probe",
        () -> {
          var answer =
              Question.of(container, spec)
                  .ask(loop, runtime, record, seconds(spec.timeoutSeconds(), 1));
          loop.run(() -> answered(asked, answer));
        });
  }

  private void answered(Instant asked, Answer answer) {
    if (closed) {
      return;
    }
    var before = tally;
    if (answer.known()) {
      tally = before.with(answer.good(), spec);
    }
    timer =
        loop.after(
            Duration.between(loop.now(), asked.plus(seconds(spec.periodSeconds(), 10))), this::ask);
    listener.answered(this, answer, before.well() != tally.well());
  }

  private static Duration seconds(int given, int otherwise) {
    return Duration.ofSeconds(given == 0 ? otherwise : given);
  }

  /// Stops asking.
  @Override
  public void close() {
    closed = true;
    timer.cancel();
  }

  Kind kind() {
    return kind;
  }

  Container container() {
    return container;
  }

  ContainerRecord record() {
    return record;
  }

  /// How long a container that fails it may take to stop, where that is not its pod's grace.
  Optional<Duration> grace() {
    return spec.terminationGracePeriodSeconds().map(Duration::ofSeconds);
  }

  /// Whether all is well so far.
  boolean isWell() {
    return tally.well();
  }

  /// Whether so many bad answers came that the container must be restarted.
  boolean hasFailed() {
    return tally.hasFailed(spec);
  }
}
