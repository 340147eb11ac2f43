package timonier.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import timonier.kit.testing.PlantedBug;

/// What [ServicesSimulation] judges can be wrong: bugs that people make in what lists and shares
/// out addresses, each planted in a copy of one source file, are each found by some seed.
class PlantedServiceBugsSimulation {

  /// The most seeds that a bug may take to be found.
  private static final int SEEDS = 50;

  private static final String SERVICES = "solutions/08-services/src/main/java/timonier/services/";

  /// A bug, and the runs that find it, which is a method of this class.
  private record Found(String runs, PlantedBug bug) {
    Found(String runs, String name, String source, String text, String replacement) {
      this(runs, new PlantedBug(name, SERVICES + source, text, replacement));
    }
  }

  private static List<Found> bugs() {
    return List.of(
        new Found(
            "follow",
            "a pod that is going counts as ready",
            "EndpointPlan.java",
            "|| serving && !terminating;",
            "|| serving;"),
        new Found(
            "follow",
            "a pod that a slice lists already is listed once more",
            "EndpointPlan.java",
            "        left.remove(endpoint.uid());\n",
            ""),
        new Found(
            "follow",
            "all pods are said to be ready",
            "EndpointsPlan.java",
            "endpoint.conditions().isReady() == ready",
            "ready"),
        new Found(
            "follow",
            "what was listed stays as it is",
            "EndpointsPlan.java",
            "subsets(service, pods));",
            "before.map(Endpoints::subsets).orElseGet(() -> subsets(service, pods)));"),
        new Found(
            "follow",
            "who asks for no copy gets one",
            "MirrorPlan.java",
            "    return !TRUE.contains(metadata.labels().getOrDefault(SKIP, \"\"))\n",
            "    return !TRUE.contains(metadata.annotations().getOrDefault(SKIP, \"\"))\n"),
        new Found(
            "follow",
            "a copy outlives what it is a copy of",
            "MirrorPlan.java",
            "    left.forEach(slice -> actions.add(new SliceAction.Delete(slice)));\n",
            ""),
        new Found(
            "follow",
            "connections go to pods that are not ready",
            "ProxyPlan.java",
            "readyOnly ? conditions.isReady() :",
            "readyOnly ? !conditions.isTerminating() :"),
        new Found(
            "follow",
            "connections go to the port of the service",
            "ProxyPlan.java",
            "new Place(address, target.port())",
            "new Place(address, port.port())"),
        new Found(
            "follow",
            "the slices of all services are one",
            "ProxyPlan.java",
            "slice.serviceKey().equals(service.key())",
            "slice.serviceKey().namespace().equals(service.key().namespace())"),
        new Found(
            "share",
            "what one service of a namespace has all others may have",
            "Claims.java",
            "    if (owner.equals(service)) {\n",
            "    if (owner.namespace().equals(service.namespace())) {\n"),
        new Found(
            "share",
            "what another service has is given all the same",
            "ServiceClaims.java",
            "    return undo.isPresent();\n",
            "    return !what.isEmpty();\n"));
  }

  /// Follows pods, seed after seed, until something is wrong.
  static void follow() {
    LongStream.rangeClosed(1, SEEDS).forEach(ServicesSimulation::follow);
  }

  /// Shares addresses out, seed after seed, until something is wrong.
  static void share() {
    LongStream.rangeClosed(1, SEEDS).forEach(ServiceAddressesSimulation::share);
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void a_planted_bug_is_found(Found last, @TempDir Path folder) {
    var bug = last.bug();
    var world = bug.plant(Path.of(System.getProperty("timonier.root")), folder);

    var found = PlantedBug.run(world, PlantedServiceBugsSimulation.class, last.runs());

    assertThat(found).as(bug.name()).isPresent();
    var said = String.valueOf(found.orElseThrow().getMessage()).lines();
    var line = said.filter(text -> !text.isBlank()).findFirst().orElse("");
    System.out.printf("%s: %s%n", bug.name(), line);
  }
}
