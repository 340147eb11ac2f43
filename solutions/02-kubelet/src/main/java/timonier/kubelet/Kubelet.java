package timonier.kubelet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.kit.loop.EventLoop;
import timonier.kubelet.containers.TerminationMessages;
import timonier.kubelet.ports.EnvironmentSource;
import timonier.kubelet.ports.EventSink;
import timonier.kubelet.ports.PodSource;
import timonier.kubelet.ports.PodStatusSink;
import timonier.kubelet.ports.VolumeSource;
import timonier.pods.Pod;
import timonier.pods.runtime.ContainerRuntime;
import timonier.pods.runtime.ContainerRuntime.RuntimeEvent;
import timonier.pods.runtime.ContainerRuntime.Sandbox;

/// The agent of one node: each pod that the node must run has a [PodWorker], which takes one step
/// after another until the runtime has what the pod asks for.
///
/// It stops nothing before all its sources have named their pods. Then it stops and removes
/// whatever the runtime has and no source wants.
public final class Kubelet implements AutoCloseable {

  /// How often it looks for pods that nobody wants, and again at all others, in case the runtime
  /// did not report an end. Kubernetes asks its runtime every second, because that reports nothing.
  private static final Duration RELIST = Duration.ofSeconds(60);

  private final EventLoop loop;
  private final Ports ports;
  private final PodCalls calls;
  private final Settings settings;
  private final ImageCollector images;
  private final Map<String, PodWorker> workers = new LinkedHashMap<>();
  private final List<Optional<List<Pod>>> wanted = new ArrayList<>();
  private final List<EventLoop.Cancellable> subscriptions = new ArrayList<>();

  /// The node of a kubelet.
  ///
  /// @param nodeName the node's name
  /// @param nodeAddress the node's address
  public record Settings(String nodeName, String nodeAddress) {}

  /// What a kubelet works with.
  ///
  /// @param runtime what runs containers
  /// @param sources where pods come from
  /// @param sink where their statuses go
  /// @param events where events go
  /// @param environments where environment variables come from
  /// @param volumes where volumes come from
  /// @param messages where containers leave their last message
  public record Ports(
      ContainerRuntime runtime,
      List<PodSource> sources,
      PodStatusSink sink,
      EventSink events,
      List<EnvironmentSource> environments,
      List<VolumeSource> volumes,
      TerminationMessages messages) {

    /// For containers that have no files.
    public Ports(
        ContainerRuntime runtime,
        List<PodSource> sources,
        PodStatusSink sink,
        EventSink events,
        List<EnvironmentSource> environments,
        List<VolumeSource> volumes) {
      this(runtime, sources, sink, events, environments, volumes, TerminationMessages.none());
    }
  }

  /// A kubelet that does nothing yet.
  public Kubelet(EventLoop loop, Settings settings, Ports ports) {
    this.loop = loop;
    this.ports = ports;
    this.settings = settings;
    this.calls = new PodCalls(loop, settings, ports);
    this.images = new ImageCollector(loop, ports.runtime());
  }

  /// Starts to work.
  public void start() {
    loop.run(this::begin);
  }

  private void begin() {
    subscriptions.add(ports.runtime().subscribe(event -> loop.run(() -> happened(event))));
    for (var source : ports.sources()) {
      var index = wanted.size();
      wanted.add(Optional.empty());
      subscriptions.add(source.subscribe(pods -> loop.run(() -> wanted(index, pods))));
    }
    relist();
    images.start();
  }

  private void wanted(int source, List<Pod> pods) {
    wanted.set(source, Optional.of(pods));
    var all = new LinkedHashMap<String, Pod>();
    wanted.stream()
        .flatMap(Optional::stream)
        .flatMap(List::stream)
        .forEach(pod -> all.put(pod.metadata().uid(), pod));
    all.forEach((uid, pod) -> worker(uid).want(pod));
    if (isComplete()) {
      List.copyOf(workers.values()).stream()
          .filter(worker -> !all.containsKey(worker.uid()))
          .forEach(PodWorker::abandon);
    }
    if (pods.isEmpty() || workers.isEmpty()) {
      clearOrphans();
    }
  }

  private boolean isComplete() {
    return wanted.stream().allMatch(Optional::isPresent);
  }

  private PodWorker worker(String uid) {
    return workers.computeIfAbsent(
        uid, _ -> new PodWorker(loop, settings, ports, calls, uid, () -> workers.remove(uid)));
  }

  private void happened(RuntimeEvent event) {
    workers.values().stream()
        .filter(worker -> worker.has(event.sandboxId()))
        .forEach(PodWorker::look);
  }

  private void relist() {
    clearOrphans();
    workers.values().forEach(PodWorker::look);
    subscriptions.removeIf(subscription -> subscription instanceof Relist);
    subscriptions.add(new Relist(loop.after(RELIST, this::relist)));
  }

  private record Relist(EventLoop.Cancellable timer) implements EventLoop.Cancellable {
    @Override
    public void cancel() {
      timer.cancel();
    }
  }

  /// Looks for pods that run and that nobody wants.
  private void clearOrphans() {
    loop.spawn(
        "orphans",
        () -> {
          try {
            var sandboxes = ports.runtime().sandboxes();
            loop.run(() -> clear(sandboxes));
          } catch (RuntimeException _) {
            loop.after(Duration.ofSeconds(1), this::clearOrphans);
          }
        });
  }

  private void clear(List<Sandbox> sandboxes) {
    if (!isComplete()) {
      return;
    }
    for (var sandbox : sandboxes) {
      if (!workers.containsKey(sandbox.config().uid())) {
        worker(sandbox.config().uid()).abandon(sandbox);
      }
    }
  }

  /// The pods it works on, as they are now. May be called from any thread but the loop's.
  public List<Pod> pods() {
    var pods = loop.<List<Pod>>promise();
    loop.run(() ->
        pods.complete(workers.values().stream().flatMap(worker -> worker.pod().stream()).toList()));
    return pods.await();
  }

  /// Stops working; containers go on.
  @Override
  public void close() {
    loop.run(() -> {
      subscriptions.forEach(EventLoop.Cancellable::cancel);
      images.close();
      workers.values().forEach(PodWorker::close);
      workers.clear();
    });
  }
}
