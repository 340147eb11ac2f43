package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import timonier.kit.testing.PlantedBug;

/// The rules of [RolloutSimulation] can be broken: bugs that people make in controllers, each
/// planted in a copy of one source file, are each found by some seed.
@Execution(ExecutionMode.CONCURRENT)
class PlantedBugsSimulation {

  /// The most seeds that a bug may take to be found.
  private static final int SEEDS = 500;

  private static final String KINDS =
      "solutions/04-apiserver-kinds/src/main/java/timonier/apiserver/kinds/";
  private static final String CONTROLLERS =
      "solutions/07-controllers/src/main/java/timonier/controllers/";
  private static final String SCHEDULER =
      "solutions/06-scheduler/src/main/java/timonier/scheduler/";
  private static final String DEPLOYMENTS =
      "solutions/09-deployments/src/main/java/timonier/deployments/";
  private static final String CLIENT = "solutions/05-client/src/main/java/timonier/client/";

  private static List<PlantedBug> bugs() {
    return List.of(
        new PlantedBug(
            "no expectations: the cache is believed at once",
            CLIENT + "OwnWrites.java",
            "    if (all == null) {\n",
            "    if (all == null || all.lost == 0) {\n"),
        new PlantedBug(
            "pods being deleted are counted",
            CONTROLLERS + "ReplicaSetReconciler.java",
            "!pod.isFinished() && !pod.metadata().isBeingDeleted()",
            "!pod.isFinished()"),
        new PlantedBug(
            "a creation without an answer is taken for none",
            CLIENT + "OwnWrites.java",
            "      answered = !isUnclear(refusal);\n",
            "      answered = true;\n"),
        new PlantedBug(
            "owners are known by name: their uid is ignored",
            CONTROLLERS + "GarbageCollector.java",
            ".filter(live -> uid(live).equals(reference.uid()))",
            ".filter(live -> !uid(live).isEmpty())"),
        new PlantedBug(
            "pods that serve are deleted before those that do not",
            CONTROLLERS + "ReplicaPlan.java",
            "DeletionOrder.sort(owned).stream()",
            "DeletionOrder.sort(owned).reversed().stream()"),
        new PlantedBug(
            "a failed key does not come back",
            CONTROLLERS + "WorkQueue.java",
            "    addAfter(key, pause(failures.merge(key, 1, Integer::sum)));\n",
            ""),
        new PlantedBug(
            "a delay that has passed still counts",
            CONTROLLERS + "WorkQueue.java",
            "    delayed.remove(key);\n",
            ""),
        new PlantedBug(
            "a lost node is never noticed",
            CONTROLLERS + "NodeHealth.java",
            "new Snapshot(node, isLost(node), ",
            "new Snapshot(node, isLost(node) && node.status().isEmpty(), "),
        new PlantedBug(
            "the scheduler does not count a pod that it has just placed",
            SCHEDULER + "Scheduler.java",
            "        cluster.place(pod, node);\n",
            ""),
        new PlantedBug(
            "a binding without an answer is made anew at once, and the server lets it",
            List.of(
                new PlantedBug.Edit(
                    SCHEDULER + "Scheduler.java",
                    "      writes.lost(pod.key(), pod.key());\n",
                    "      leave(pod);\n      schedule(pod);\n"),
                new PlantedBug.Edit(
                    KINDS + "PodRules.java",
                    "    if (!before.isEmpty()) {\n",
                    "    if (before.equals(name)) {\n"))),
        new PlantedBug(
            "a pod that fits nowhere is not tried again",
            SCHEDULER + "Scheduler.java",
            "      case Placement.Nowhere nowhere -> {\n        retryLater(pod, true);\n",
            "      case Placement.Nowhere nowhere -> {\n"),
        new PlantedBug(
            "a pod has to fit into all of a node, not into what is left of it",
            SCHEDULER + "NodeResourcesFit.java",
            "node.free().lacking(request)",
            "node.allocatable().lacking(request)"),
        new PlantedBug(
            "a cache that has lost its place is not filled anew",
            CLIENT + "Reflector.java",
            "    later(expired ? this::list : this::watch);\n",
            "    later(this::watch);\n"),
        new PlantedBug(
            "a rollout has one pod too many",
            DEPLOYMENTS + "RolloutPlan.java",
            "snapshot.deployment().replicas() + snapshot.deployment().maxSurge();\n    return",
            "snapshot.deployment().replicas() + snapshot.deployment().maxSurge() + 1;\n    return"),
        new PlantedBug(
            "a rollout gives up one available pod too many",
            DEPLOYMENTS + "RolloutPlan.java",
            "    var spare = Math.max(0, sure - least);\n",
            "    var spare = Math.max(0, sure - least + 1);\n"),
        new PlantedBug(
            "pods are added for a deployment that is gone",
            DEPLOYMENTS + "DeploymentReconciler.java",
            "    if (grows(action) && !owners.isThere(snapshot.deployment())) {\n",
            "    if (grows(action) && snapshot.deployment().spec().paused()) {\n"),
        new PlantedBug(
            "a set just created is created again",
            DEPLOYMENTS + "DeploymentReconciler.java",
            "isBeingDeleted() || !writes.areShown(key)) {\n",
            "isBeingDeleted() || (!writes.areShown(key) && deployment.spec().paused())) {\n"));
  }

  /// Runs seeds until a rule is broken.
  static void untilBroken() {
    for (var seed = 1; seed <= SEEDS; seed++) {
      RolloutSimulation.run(seed);
    }
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void a_planted_bug_is_found(PlantedBug bug, @TempDir Path folder) {
    var world = bug.plant(Path.of(System.getProperty("timonier.root")), folder, "timonier.");

    var found = PlantedBug.run(world, PlantedBugsSimulation.class, "untilBroken");

    assertThat(found).as(bug.name()).isPresent();
    var said = String.valueOf(found.orElseThrow().getMessage()).lines();
    var line = said.filter(text -> text.contains("seed")).findFirst().orElse("");
    System.out.printf("%s: %s%n", bug.name(), line.substring(0, Math.min(line.length(), 150)));
  }
}
