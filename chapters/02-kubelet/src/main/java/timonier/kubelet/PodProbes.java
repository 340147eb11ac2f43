package timonier.kubelet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.kit.loop.EventLoop;
import timonier.kubelet.PodPlan.Illness;
import timonier.kubelet.Probe.Kind;
import timonier.kubelet.containers.Answer;
import timonier.pods.Container;
import timonier.pods.runtime.ContainerRuntime;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;

/// The probes of one pod's running containers, and what they amount to.
final class PodProbes {

  private final EventLoop loop;
  private final ContainerRuntime runtime;
  private final Probe.Listener listener;
  private final Map<String, List<Probe>> probes = new LinkedHashMap<>();
  private final Map<String, Illness> ill = new HashMap<>();

  PodProbes(EventLoop loop, ContainerRuntime runtime, Probe.Listener listener) {
    this.loop = loop;
    this.runtime = runtime;
    this.listener = listener;
  }

  /// Keeps probes for exactly these containers.
  ///
  /// @param running what runs, by container
  /// @param wasReady whether a container was ready when a kubelet last looked
  /// @param ending whether the pod is ending: then only its readiness matters
  void keep(
      Map<ContainerRecord, Container> running,
      java.util.function.Predicate<ContainerRecord> wasReady,
      boolean ending) {
    var ids = running.keySet().stream().map(ContainerRecord::id).toList();
    probes.entrySet().removeIf(entry -> !ids.contains(entry.getKey()) && close(entry.getValue()));
    ill.keySet().retainAll(ids);
    running.forEach((record, container) ->
        probes.computeIfAbsent(record.id(), _ -> begin(record, container, wasReady.test(record))));
    if (ending) {
      probes.values().stream()
          .flatMap(List::stream)
          .filter(probe -> probe.kind() != Kind.READINESS)
          .forEach(Probe::close);
    }
  }

  private static boolean close(List<Probe> probes) {
    probes.forEach(Probe::close);
    return true;
  }

  private List<Probe> begin(ContainerRecord record, Container container, boolean wasReady) {
    var list = new ArrayList<Probe>();
    var startup = container.startupProbe().filter(_ -> !wasReady);
    if (startup.isPresent()) {
      list.add(probe(Kind.STARTUP, container, startup.get(), record, false));
    } else {
      others(list, container, record, wasReady);
    }
    list.forEach(Probe::start);
    return list;
  }

  private void others(
      List<Probe> list, Container container, ContainerRecord record, boolean wasReady) {
    container
        .readinessProbe()
        .ifPresent(spec -> list.add(probe(Kind.READINESS, container, spec, record, wasReady)));
    container
        .livenessProbe()
        .ifPresent(spec -> list.add(probe(Kind.LIVENESS, container, spec, record, true)));
  }

  private Probe probe(
      Kind kind, Container container, Container.Probe spec, ContainerRecord record, boolean well) {
    return new Probe(loop, runtime, kind, container, spec, record, well, this::answered);
  }

  private void answered(Probe probe, Answer answer, boolean changed) {
    var news = changed;
    if (probe.kind() == Kind.STARTUP && probe.isWell()) {
      probe.close();
      var list = new ArrayList<Probe>();
      others(list, probe.container(), probe.record(), false);
      probes.put(probe.record().id(), list);
      list.forEach(Probe::start);
    } else if (probe.kind() != Kind.READINESS && probe.hasFailed()) {
      var why =
          "Container %s failed %s probe, will be restarted"
              .formatted(
                  probe.container().name(),
                  probe.kind().toString().toLowerCase(java.util.Locale.ROOT));
      news |= ill.put(probe.record().id(), new Illness(why, probe.grace())) == null;
    }
    listener.answered(probe, answer, news);
  }

  /// Why containers must be restarted, by container id.
  Map<String, Illness> ill() {
    return Map.copyOf(ill);
  }

  /// The containers that passed their startup probe, or have none.
  List<String> started() {
    return probes.entrySet().stream()
        .filter(entry -> find(entry.getValue(), Kind.STARTUP).isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  /// The containers that pass their readiness probe, or have none.
  List<String> ready() {
    return probes.entrySet().stream()
        .filter(entry -> find(entry.getValue(), Kind.READINESS).map(Probe::isWell).orElse(true))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Optional<Probe> find(List<Probe> probes, Kind kind) {
    return probes.stream().filter(probe -> probe.kind() == kind).findFirst();
  }

  /// Stops all.
  void close() {
    probes.values().forEach(PodProbes::close);
    probes.clear();
  }
}
