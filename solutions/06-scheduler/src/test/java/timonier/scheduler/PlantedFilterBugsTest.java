package timonier.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import timonier.kit.testing.PlantedBug;

/// What was recorded of Kubernetes' scheduler tells right filters and scores from wrong ones: bugs
/// that people make in them, each planted in a copy of one source file, are each found by some
/// scenario.
class PlantedFilterBugsTest {

  private static PlantedBug bug(String name, String source, String text, String replacement) {
    var folder = "solutions/06-scheduler/src/main/java/timonier/scheduler/";
    return new PlantedBug(name, folder + source, text, replacement);
  }

  private static List<PlantedBug> bugs() {
    return List.of(
        bug(
            "a cordoned node takes pods",
            "NodeUnschedulable.java",
            "node.isCordoned() ?",
            "node.isCordoned() && pod.spec().isBound() ?"),
        bug(
            "a cordoned node refuses for another reason",
            "NodeUnschedulable.java",
            "node(s) were unschedulable",
            "node(s) had untolerated taint(s)"),
        bug(
            "one tolerated taint is enough",
            "TaintToleration.java",
            "      if (keepsOff && !isTolerated(pod, taint)) {\n        return true;\n",
            "      if (keepsOff) {\n        return !isTolerated(pod, taint);\n"),
        bug(
            "a taint that evicts lets new pods in",
            "TaintToleration.java",
            " || taint.effect().equals(\"NoExecute\")",
            ""),
        bug(
            "a selector does not count where there is affinity",
            "NodeAffinity.java",
            "node.labels().entrySet().containsAll(labels.entrySet())\n",
            "(required.isPresent() || node.labels().entrySet().containsAll(labels.entrySet()))\n"),
        bug(
            "a label that is not there is in every set",
            "NodeSelectorTerm.java",
            "value.filter(values::contains).isEmpty();",
            "value.filter(it -> !values.contains(it)).isPresent();"),
        bug(
            "a port is taken for all protocols",
            "HostPort.java",
            "\n        && protocol.equals(other.protocol)",
            ""),
        bug(
            "a port is free although another pod has it",
            "NodePorts.java",
            "wanted.isEmpty()\n",
            "wanted.size() < 2\n"),
        bug(
            "a pod must fit only into an empty node",
            "NodeResourcesFit.java",
            "node.free().lacking(request)",
            "node.allocatable().lacking(request)"),
        bug(
            "only the first missing resource is reported",
            "NodeResourcesFit.java",
            "node.free().lacking(request)",
            "node.free().lacking(request).stream().limit(1).toList()"));
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void a_planted_bug_is_found(PlantedBug bug, @TempDir Path folder) {
    var world = bug.plant(Path.of(System.getProperty("timonier.root")), folder);

    assertThat(PlantedBug.run(world, RecordedBehaviourTest.class, "play"))
        .as(bug.name())
        .containsInstanceOf(AssertionError.class);
  }
}
