package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import timonier.apiserver.ApiServer;
import timonier.controllers.WorkQueue;
import timonier.deployments.Deployment;
import timonier.kit.testing.PlantedBug;
import timonier.store.MemoryStore;

/// Shows that the rules of [RolloutSimulation] find bugs: typical bugs of controllers are each
/// planted in a copy of one source file, and some seed must find each.
@Execution(ExecutionMode.CONCURRENT)
class PlantedBugsSimulation {

  /// Within how many seeds a bug must be found.
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

  /// A bug, and the seed that found it last. That seed is tried first, so that one run is usually
  /// enough; if another finds it now, the output names it.
  private record Found(long seed, PlantedBug bug) {
    Found(long seed, String name, String source, String text, String replacement) {
      this(seed, new PlantedBug(name, source, text, replacement));
    }

    Found(long seed, String name, List<PlantedBug.Edit> edits) {
      this(seed, new PlantedBug(name, edits));
    }
  }

  private static List<Found> bugs() {
    return List.of(
        new Found(
            1,
            "what has an owner that is there is deleted",
            CONTROLLERS + "GarbagePlan.java",
            "owner -> !owner.exists() || owner.waits()).toList()",
            "owner -> owner.exists() || owner.waits()).toList()"),
        new Found(
            8,
            "what has lost its only owner stays",
            CONTROLLERS + "GarbagePlan.java",
            "if (left.size() == owners.size()) {\n",
            "if (left.size() == owners.size() && owners.size() > 1) {\n"),
        new Found(
            5,
            "pods do not leave a lost node",
            CONTROLLERS + "NodeHealthPlan.java",
            "List.of(\"NoSchedule\", \"NoExecute\")",
            "List.of(\"NoSchedule\")"),
        new Found(
            1,
            "a node that comes back stays closed",
            CONTROLLERS + "NodeHealthPlan.java",
            "taint -> !isOurs(taint) || key.filter(taint.key()::equals).isPresent()",
            "taint -> !isOurs(taint) || seen.node().isReady()"),
        new Found(
            1,
            "no expectations: the cache is believed at once",
            CLIENT + "OwnWrites.java",
            "    if (all == null) {\n",
            "    if (all == null || all.lost == 0) {\n"),
        new Found(
            1,
            "pods being deleted are counted",
            CONTROLLERS + "ReplicaSetReconciler.java",
            "!pod.isFinished() && !pod.metadata().isBeingDeleted()",
            "!pod.isFinished()"),
        new Found(
            105,
            "a creation without an answer is taken for none",
            CLIENT + "OwnWrites.java",
            "      answered = !isUnclear(refusal);\n",
            "      answered = true;\n"),
        new Found(
            1,
            "owners are known by name: their uid is ignored",
            CONTROLLERS + "GarbageCollector.java",
            ".filter(live -> uid(live).equals(reference.uid()))",
            ".filter(live -> !uid(live).isEmpty())"),
        new Found(
            26,
            "pods that serve are deleted before those that do not",
            CONTROLLERS + "ReplicaPlan.java",
            "DeletionOrder.sort(owned).stream()",
            "DeletionOrder.sort(owned).reversed().stream()"),
        new Found(
            1,
            "a failed key does not come back",
            CONTROLLERS + "WorkQueue.java",
            "    addAfter(key, pause(failures.merge(key, 1, Integer::sum)));\n",
            ""),
        new Found(
            2,
            "a delay that has passed still counts",
            CONTROLLERS + "WorkQueue.java",
            "    delayed.remove(key);\n",
            ""),
        new Found(
            5,
            "a lost node is never noticed",
            CONTROLLERS + "NodeHealth.java",
            "new Snapshot(node, isLost(node), ",
            "new Snapshot(node, isLost(node) && node.status().isEmpty(), "),
        new Found(
            2,
            "the scheduler does not count a pod that it has just placed",
            SCHEDULER + "Scheduler.java",
            "        cluster.place(pod, node);\n",
            ""),
        new Found(
            3,
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
        new Found(
            126,
            "a pod that fits nowhere is not tried again",
            SCHEDULER + "Scheduler.java",
            "      case Placement.Nowhere nowhere -> {\n        retryLater(pod, true);\n",
            "      case Placement.Nowhere nowhere -> {\n"),
        new Found(
            15,
            "a pod has to fit into all of a node, not into what is left of it",
            SCHEDULER + "NodeResourcesFit.java",
            "node.free().lacking(request)",
            "node.allocatable().lacking(request)"),
        new Found(
            8,
            "a cache that has lost its place is not filled anew",
            CLIENT + "Reflector.java",
            "    later(expired ? this::list : this::watch);\n",
            "    later(this::watch);\n"),
        new Found(
            1,
            "a rollout has one pod too many",
            DEPLOYMENTS + "RolloutPlan.java",
            "snapshot.deployment().replicas() + snapshot.deployment().maxSurge();\n    return",
            "snapshot.deployment().replicas() + snapshot.deployment().maxSurge() + 1;\n    return"),
        new Found(
            1,
            "a rollout gives up one available pod too many",
            DEPLOYMENTS + "RolloutPlan.java",
            "    var spare = Math.max(0, sure - least);\n",
            "    var spare = Math.max(0, sure - least + 1);\n"),
        new Found(
            9,
            "pods are added for a deployment that is gone",
            DEPLOYMENTS + "DeploymentReconciler.java",
            "    if (grows(action) && !owners.isThere(snapshot.deployment())) {\n",
            "    if (grows(action) && snapshot.deployment().spec().paused()) {\n"),
        new Found(
            136,
            "a set just created is created again",
            DEPLOYMENTS + "DeploymentReconciler.java",
            "isBeingDeleted() || !writes.areShown(key)) {\n",
            "isBeingDeleted() || (!writes.areShown(key) && deployment.spec().paused())) {\n"));
  }

  /// Runs seeds until a rule is broken.
  ///
  /// @param first the seed to begin with
  static void untilBroken(long first) {
    RolloutSimulation.run(first);
    for (var seed = 1; seed <= SEEDS; seed++) {
      RolloutSimulation.run(seed);
    }
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void a_planted_bug_is_found(Found last, @TempDir Path folder) {
    var bug = last.bug();
    var world = bug.plant(Path.of(System.getProperty("timonier.root")), folder);

    var found = PlantedBug.run(world, PlantedBugsSimulation.class, "untilBroken", last.seed());

    assertThat(found).as(bug.name()).isPresent();
    var said = String.valueOf(found.orElseThrow().getMessage()).lines();
    var line = said.filter(text -> text.contains("seed")).findFirst().orElse("");
    System.out.printf("%s: %s%n", bug.name(), line.substring(0, Math.min(line.length(), 150)));
  }

  @Test
  void what_is_below_the_edited_stratum_is_shared_and_all_else_exists_once_more(
      @TempDir Path folder) throws ClassNotFoundException {
    var bug =
        new PlantedBug(
            "none", CONTROLLERS + "WorkQueue.java", "class WorkQueue", "class WorkQueue");

    var world = bug.plant(Path.of(System.getProperty("timonier.root")), folder);

    for (var shared : List.of(PlantedBug.class, MemoryStore.class, ApiServer.class, String.class)) {
      assertThat(world.loadClass(shared.getName())).isSameAs(shared);
    }
    for (var anew : List.of(WorkQueue.class, Deployment.class, RolloutSimulation.class)) {
      assertThat(world.loadClass(anew.getName())).isNotSameAs(anew);
    }
  }
}
