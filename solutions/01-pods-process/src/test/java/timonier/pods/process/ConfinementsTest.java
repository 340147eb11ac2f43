package timonier.pods.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import timonier.pods.host.ControlGroup;
import timonier.pods.host.PodNetwork;
import timonier.pods.runtime.ContainerRuntime.ContainerConfig;
import timonier.pods.runtime.Limits;
import timonier.pods.runtime.Privileges;
import timonier.pods.runtime.RuntimeFailure;

/// Answers to configurations where nothing separates a container from the host.
class ConfinementsTest {

  private static final Confinements NONE =
      new Confinements(
          new RuntimeFolder(Path.of("")),
          new Tools(Path.of("java"), Path.of("programs"), List.of()),
          new PodNetwork.Loopback("127.128.1"));

  private static ContainerConfig config(Optional<Limits> limits, Optional<Privileges> security) {
    return config(limits, security, Optional.empty());
  }

  private static ContainerConfig config(
      Optional<Limits> limits, Optional<Privileges> security, Optional<String> target) {
    return new ContainerConfig(
        "main", 0, "web", List.of(), List.of(), "", Map.of(), List.of(), Map.of(), false, false,
        false, limits, security, target);
  }

  private static Privileges wish(
      Optional<Long> user, boolean privileged, List<String> added, boolean readOnlyRoot) {
    return new Privileges(
        user, Optional.empty(), List.of(), privileged, added, List.of(), readOnlyRoot, true);
  }

  static Stream<Privileges> wishes() {
    return Stream.of(
        wish(Optional.of(1000L), false, List.of(), false),
        wish(Optional.empty(), true, List.of(), false),
        wish(Optional.empty(), false, List.of("NET_ADMIN"), false),
        wish(Optional.empty(), false, List.of(), true));
  }

  @ParameterizedTest
  @MethodSource("wishes")
  void a_wish_that_keeps_others_safe_is_refused(Privileges wish) {
    assertThatThrownBy(() -> NONE.check(config(Optional.empty(), Optional.of(wish))))
        .isInstanceOfSatisfying(
            RuntimeFailure.class,
            failure -> assertThat(failure.reason()).isEqualTo("CreateContainerError"))
        .hasMessageContaining("need root on Linux, or the Docker runtime");
  }

  @Test
  void limits_are_reported_and_do_no_harm() {
    var limited = config(Optional.of(new Limits(100, 500, 32 << 20)), Optional.empty());

    NONE.check(limited);
    assertThat(NONE.unkept(limited))
        .singleElement()
        .asString()
        .startsWith("limits are not enforced");
    assertThat(NONE.unkept(config(Optional.empty(), Optional.empty()))).isEmpty();
  }

  @Test
  void limits_that_are_not_kept_cannot_be_changed() {
    var limits = Confinements.kept(new Limits(100, 500, 32 << 20));
    assertThatThrownBy(() -> new ControlGroup("none").give(limits))
        .isInstanceOfSatisfying(
            RuntimeFailure.class,
            failure -> assertThat(failure.reason()).isEqualTo(RuntimeFailure.INFEASIBLE));
  }

  @Test
  void a_target_is_reported_because_all_processes_are_seen() {
    var debugger = config(Optional.empty(), Optional.empty(), Optional.of("main"));

    NONE.check(debugger);
    assertThat(NONE.unkept(debugger))
        .singleElement()
        .asString()
        .contains("its target's processes are seen among those of the whole machine");
  }
}
