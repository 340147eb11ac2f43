package timonier.kubelet.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import timonier.kit.loop.EventLoop;
import timonier.kubelet.node.NodeUsage;
import timonier.pods.objects.JsonFormat;
import timonier.pods.runtime.ContainerRuntime;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;
import timonier.pods.runtime.ContainerRuntime.Sandbox;
import timonier.pods.runtime.ContainerRuntime.State;
import timonier.pods.runtime.ContainerRuntime.Usage;

/// The resources that a node and its pods use: as a summary, and as metrics in the text format of
/// Prometheus. (Kubernetes, Node metrics data; Metrics for Kubernetes system components.)
///
/// @param node the node's name
/// @param runtime of its containers
/// @param usage reads its free resources
/// @param loop for the time
public record NodeStats(
    String node, ContainerRuntime runtime, Supplier<NodeUsage> usage, EventLoop loop) {

  /// A running container, its pod, and its usage.
  private record Running(Sandbox.Config pod, ContainerRecord container, Optional<Usage> usage) {
    String labels() {
      return "{container=\"%s\",namespace=\"%s\",pod=\"%s\"}"
          .formatted(container.config().name(), pod.namespace(), pod.name());
    }
  }

  private List<Running> running() {
    var sandboxes = runtime.sandboxes();
    var running = new ArrayList<Running>();
    for (var container : runtime.containers()) {
      if (container.state() == State.RUNNING) {
        sandboxes.stream()
            .filter(sandbox -> sandbox.id().equals(container.sandboxId()))
            .findFirst()
            .ifPresent(sandbox ->
                running.add(
                    new Running(sandbox.config(), container, runtime.usage(container.id()))));
      }
    }
    return running;
  }

  /// The answer of `/stats/summary`.
  public ObjectNode summary() {
    var now = loop.now();
    var left = usage.get();
    var summary = JsonFormat.mapper().createObjectNode();
    var own = summary.putObject("node");
    own.put("nodeName", node);
    own.putObject("memory")
        .put("time", text(now))
        .put("availableBytes", left.memoryAvailable())
        .put("workingSetBytes", left.memoryBytes() - left.memoryAvailable());
    own.putObject("fs")
        .put("time", text(now))
        .put("availableBytes", left.diskAvailable())
        .put("capacityBytes", left.diskBytes())
        .put("usedBytes", left.diskBytes() - left.diskAvailable());
    var pods = summary.putArray("pods");
    var running = running();
    runtime.sandboxes().stream()
        .filter(Sandbox::running)
        .forEach(sandbox -> pods.add(pod(sandbox, running, now)));
    return summary;
  }

  private static ObjectNode pod(Sandbox sandbox, List<Running> running, Instant now) {
    var pod = JsonFormat.mapper().createObjectNode();
    pod.putObject("podRef")
        .put("name", sandbox.config().name())
        .put("namespace", sandbox.config().namespace())
        .put("uid", sandbox.config().uid());
    pod.put("startTime", text(sandbox.createdAt()));
    var mine =
        running.stream().filter(one -> one.container().sandboxId().equals(sandbox.id())).toList();
    var containers = pod.putArray("containers");
    for (var one : mine) {
      var container = containers.addObject().put("name", one.container().config().name());
      one.container().startedAt().ifPresent(start -> container.put("startTime", text(start)));
      one.usage().ifPresent(used -> put(container, used, now));
    }
    mine.stream()
        .flatMap(one -> one.usage().stream())
        .reduce((a, b) -> new Usage(a.cpu().plus(b.cpu()), a.memoryBytes() + b.memoryBytes()))
        .ifPresent(used -> put(pod, used, now));
    return pod;
  }

  private static void put(ObjectNode target, Usage used, Instant now) {
    target
        .putObject("cpu")
        .put("time", text(now))
        .put("usageCoreNanoSeconds", used.cpu().toNanos());
    target.putObject("memory").put("time", text(now)).put("workingSetBytes", used.memoryBytes());
  }

  private static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /// The answer of `/metrics`: the numbers of pods and containers.
  public String metrics() {
    var text = new StringBuilder();
    var pods = runtime.sandboxes().stream().filter(Sandbox::running).count();
    head(text, "kubelet_node_name", "gauge", "The node's name. The count is always 1.");
    text.append("kubelet_node_name{node=\"").append(node).append("\"} 1\n");
    head(text, "kubelet_running_pods", "gauge", "Number of pods that have a running pod sandbox");
    text.append("kubelet_running_pods ").append(pods).append('\n');
    head(text, "kubelet_running_containers", "gauge", "Number of containers by state");
    var containers = runtime.containers();
    for (var state : State.values()) {
      var count = containers.stream().filter(container -> container.state() == state).count();
      text.append("kubelet_running_containers{container_state=\"")
          .append(state.toString().toLowerCase(Locale.ROOT))
          .append("\"} ")
          .append(count)
          .append('\n');
    }
    return text.toString();
  }

  /// The answer of `/metrics/resource`: the usage of containers.
  public String resources() {
    var running = running().stream().filter(one -> one.usage().isPresent()).toList();
    var text = new StringBuilder();
    var cpu = "container_cpu_usage_seconds_total";
    head(text, cpu, "counter", "Cumulative cpu time consumed by the container in core-seconds");
    for (var one : running) {
      var seconds = one.usage().orElseThrow().cpu().toNanos() / 1e9;
      text.append(cpu).append(one.labels()).append(' ').append(seconds).append('\n');
    }
    var memory = "container_memory_working_set_bytes";
    head(text, memory, "gauge", "Current working set of the container in bytes");
    for (var one : running) {
      var bytes = one.usage().orElseThrow().memoryBytes();
      text.append(memory).append(one.labels()).append(' ').append(bytes).append('\n');
    }
    return text.toString();
  }

  private static void head(StringBuilder text, String name, String type, String help) {
    text.append("# HELP %s %s%n# TYPE %s %s%n".formatted(name, help, name, type).replace("\r", ""));
  }
}
