package timonier.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import timonier.kit.testing.PlantedBug;

/// What was recorded of Kubernetes' controllers tells right plans from wrong ones: bugs in what no
/// simulation brings about, each planted in a copy of one source file, are each found by a
/// scenario.
class PlantedPlanBugsTest {

  private static final String CONTROLLERS =
      "solutions/07-controllers/src/main/java/timonier/controllers/";
  private static final String DEPLOYMENTS =
      "solutions/09-deployments/src/main/java/timonier/deployments/";

  /// A bug, and the scenario that finds it.
  private record Found(String scenario, PlantedBug bug) {
    Found(String scenario, String name, String source, String text, String replacement) {
      this(scenario, new PlantedBug(name, source, text, replacement));
    }
  }

  private static List<Found> bugs() {
    return List.of(
        new Found(
            "rs-adopt",
            "what nobody controls is left alone",
            CONTROLLERS + "OwnerClaim.java",
            "claim.adopted.add(object);",
            "claim.adopted.remove(object);"),
        new Found(
            "rs-release",
            "what is no longer selected stays",
            CONTROLLERS + "OwnerClaim.java",
            "claim.released.add(object);",
            "claim.mine.add(object);"),
        new Found(
            "deploy-three-sets-proportional",
            "sets get no share of another size",
            DEPLOYMENTS + "Scaling.java",
            "sizes.add(set.replicas() + share);",
            "sizes.add(set.replicas());"),
        new Found(
            "deploy-three-sets-proportional",
            "what is shared has no room for more pods",
            DEPLOYMENTS + "Scaling.java",
            "deployment.replicas() + deployment.maxSurge() : 0;",
            "deployment.replicas() : 0;"));
  }

  private static IntStream numbers() {
    return IntStream.range(0, bugs().size());
  }

  /// Plays the scenario of a bug.
  ///
  /// @param number which of the bugs
  static void play(long number) {
    new BehaviourContractTest().a_scenario_goes_as_recorded(bugs().get((int) number).scenario());
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void a_planted_bug_is_found(int number, @TempDir Path folder) {
    var bug = bugs().get(number).bug();
    var world = bug.plant(Path.of(System.getProperty("timonier.root")), folder);

    assertThat(PlantedBug.run(world, PlantedPlanBugsTest.class, "play", (long) number))
        .as(bug.name())
        .containsInstanceOf(AssertionError.class);
  }
}
