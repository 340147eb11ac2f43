package timonier.kubelet.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.pods.Pod;
import timonier.pods.objects.JsonFormat;
import timonier.pods.runtime.Privileges;
import timonier.pods.runtime.RuntimeFailure;

class ContainerSecurityTest {

  /// Parses a pod written with `'` instead of `"`.
  private static Pod pod(String document) {
    var json = document.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return JsonFormat.read(JsonFormat.parse(json), Pod.class);
  }

  private static Optional<Privileges> security(String pod, String container) {
    var found =
        pod(
            """
            {'metadata': {'name': 'web', 'namespace': 'default', 'uid': 'uid'},
             'spec': {'securityContext': {%s},
               'containers': [{'name': 'main', 'image': 'any', 'securityContext': {%s}}]}}
            """
                .formatted(pod, container));
    return ContainerSecurity.of(found, found.spec().containers().getFirst());
  }

  @Test
  void a_container_without_settings_asks_for_nothing() {
    assertThat(security("", "")).isEmpty();
    assertThat(security("", "'allowPrivilegeEscalation': true, 'privileged': false")).isEmpty();
  }

  @Test
  void a_container_has_its_own_identity_or_else_its_pods() {
    var found =
        security(
                "'runAsUser': 1000, 'runAsGroup': 2000, 'fsGroup': 3000",
                "'runAsUser': 1001, 'readOnlyRootFilesystem': true,"
                    + " 'capabilities': {'add': ['NET_ADMIN'], 'drop': ['ALL']}")
            .orElseThrow();

    assertThat(found.user()).contains(1001L);
    assertThat(found.group()).contains(2000L);
    assertThat(found.groups()).containsExactly(3000L);
    assertThat(found.readOnlyRoot()).isTrue();
    assertThat(found.added()).isEqualTo(List.of("NET_ADMIN"));
    assertThat(found.dropped()).isEqualTo(List.of("ALL"));
  }

  @Test
  void a_container_that_must_not_be_root_is_not_started_as_root() {
    assertThatThrownBy(() -> security("'runAsNonRoot': true", ""))
        .isInstanceOf(RuntimeFailure.class)
        .hasMessageContaining("container has runAsNonRoot and image will run as root");
    assertThatThrownBy(() -> security("'runAsNonRoot': true, 'runAsUser': 7", "'runAsUser': 0"))
        .isInstanceOf(RuntimeFailure.class)
        .hasMessageContaining("container's runAsUser breaks non-root policy");
    assertThat(security("'runAsNonRoot': true", "'runAsUser': 7")).isPresent();
    assertThat(security("'runAsNonRoot': true", "'runAsNonRoot': false")).isEmpty();
  }
}
