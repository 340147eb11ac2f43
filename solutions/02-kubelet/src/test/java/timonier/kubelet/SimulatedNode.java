package timonier.kubelet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import timonier.kit.loop.EventLoop;
import timonier.kit.sim.Simulation;
import timonier.kubelet.containers.TerminationMessages;
import timonier.kubelet.ports.EventSink;
import timonier.kubelet.ports.PodSource;
import timonier.kubelet.ports.PodStatusSink;
import timonier.kubelet.ports.VolumeSource;
import timonier.pods.Pod;
import timonier.pods.PodStatus;
import timonier.pods.objects.Json;
import timonier.pods.objects.JsonFormat;
import timonier.pods.runtime.ContainerRuntime.ContainerConfig;
import timonier.pods.simulated.SimulatedHost;
import timonier.pods.simulated.SimulatedImages;
import timonier.pods.simulated.SimulatedProgram;
import timonier.pods.simulated.SimulatedRuntime;

/// One node with a kubelet that can crash, and a tiny cluster that wants pods of it.
final class SimulatedNode
    implements PodSource, PodStatusSink, EventSink, TerminationMessages, SimulatedRuntime.Faults {

  final Simulation simulation;
  final SimulatedHost host;
  final TreeMap<String, Pod> cluster = new TreeMap<>();
  final TreeMap<String, String> messages = new TreeMap<>();
  final List<String> events = new ArrayList<>();
  final List<PodStatus> told = new ArrayList<>();
  List<VolumeSource> volumes = List.of();
  private final List<Consumer<List<Pod>>> listeners = new ArrayList<>();
  private Optional<EventLoop> loop = Optional.empty();
  private int starts;
  int writes;
  int failures;
  double faultiness;

  SimulatedNode(Simulation simulation, Function<ContainerConfig, SimulatedProgram> programs) {
    this(simulation, programs, SimulatedImages.all());
  }

  SimulatedNode(
      Simulation simulation,
      Function<ContainerConfig, SimulatedProgram> programs,
      SimulatedImages images) {
    this.simulation = simulation;
    this.host = new SimulatedHost(simulation.loop("host"), "10.244.0", programs, images);
  }

  void start() {
    var own = simulation.loop("kubelet-" + ++starts);
    loop = Optional.of(own);
    var ports =
        new Kubelet.Ports(
            new SimulatedRuntime(own, host, this),
            List.of(this),
            this,
            this,
            List.of((at, _) -> Optional.of(at.pod().metadata().name())),
            volumes,
            this);
    new Kubelet(own, new Kubelet.Settings("node", "127.1.0.1"), ports).start();
  }

  void crash() {
    listeners.clear();
    simulation.crash("kubelet-" + starts);
  }

  void want(Pod pod) {
    cluster.put(pod.metadata().uid(), pod);
    tell();
  }

  void delete(String uid, long grace) {
    var pod = cluster.get(uid);
    if (pod == null) {
      return;
    }
    var tree = JsonFormat.tree(pod);
    var metadata = (com.fasterxml.jackson.databind.node.ObjectNode) tree.path("metadata");
    metadata.put("deletionTimestamp", simulation.now().plusSeconds(grace).toString());
    metadata.put("deletionGracePeriodSeconds", grace);
    want(Json.of(tree).as(Pod.class));
  }

  void remove(String uid) {
    cluster.remove(uid);
    tell();
  }

  private void tell() {
    var pods = List.copyOf(cluster.values());
    List.copyOf(listeners).forEach(listener -> listener.accept(pods));
  }

  @Override
  public EventLoop.Cancellable subscribe(Consumer<List<Pod>> listener) {
    listeners.add(listener);
    listener.accept(List.copyOf(cluster.values()));
    return () -> listeners.remove(listener);
  }

  @Override
  public void status(Pod pod, PodStatus status) {
    seam("status");
    told.add(status);
    cluster.computeIfPresent(
        pod.metadata().uid(),
        (_, old) -> {
          var next = new Pod(old.metadata(), old.spec(), Optional.of(status));
          if (!JsonFormat.tree(next).equals(JsonFormat.tree(old))) {
            writes++;
          }
          return Json.from(next).as(Pod.class);
        });
    tell();
    lose("status");
  }

  @Override
  public void deleted(Pod pod) {
    seam("deleted");
    var uid = pod.metadata().uid();
    var mine = host.sandboxes().stream().filter(s -> s.config().uid().equals(uid)).toList();
    if (!mine.isEmpty()) {
      throw new AssertionError("a pod was reported gone that still has " + mine);
    }
    remove(uid);
    lose("deleted");
  }

  private void seam(String call) {
    loop.orElseThrow().sleep(delay(call));
    if (failsBefore(call)) {
      throw new IllegalStateException(call + " was refused");
    }
  }

  private void lose(String call) {
    if (failsAfter(call)) {
      throw new IllegalStateException("the answer to " + call + " was lost");
    }
  }

  @Override
  public Optional<String> file(Run run) {
    return Optional.of("/messages/" + run.container() + "-" + run.attempt());
  }

  @Override
  public String read(Run run, int limit) {
    return messages.getOrDefault(run.container() + "-" + run.attempt(), "");
  }

  @Override
  public void event(Pod pod, String container, Type type, String reason, String message) {
    events.add(reason + " " + message);
    simulation.trace(reason + " " + pod.metadata().name() + "/" + container + ": " + message);
  }

  @Override
  public Duration delay(String call) {
    return faultiness > 0 ? Duration.ofMillis(simulation.random().nextInt(200)) : Duration.ZERO;
  }

  @Override
  public boolean failsBefore(String call) {
    return fails();
  }

  @Override
  public boolean failsAfter(String call) {
    return fails();
  }

  private boolean fails() {
    var fails = faultiness > 0 && simulation.chance(faultiness);
    failures += fails ? 1 : 0;
    return fails;
  }

  Pod pod(String uid) {
    return Optional.ofNullable(cluster.get(uid))
        .orElseThrow(() -> new AssertionError("there is no pod " + uid));
  }
}
