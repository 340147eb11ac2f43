package timonier.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import timonier.pods.objects.JsonFormat;

class QosClassTest {

  private static String of(String containers, String initContainers) {
    var spec = "{'containers': [%s], 'initContainers': [%s]}".formatted(containers, initContainers);
    return QosClass.of(JsonFormat.parse(spec.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void init_containers_count() {
    var amounts = "{'cpu': '1', 'memory': '1Gi'}";
    var sure = "{'resources': {'limits': %1$s, 'requests': %1$s}}".formatted(amounts);

    assertThat(of(sure, sure)).isEqualTo("Guaranteed");
    assertThat(of(sure, "{}")).isEqualTo("Burstable");
    assertThat(of("{}", sure)).isEqualTo("Burstable");
    assertThat(of("{}", "{}")).isEqualTo("BestEffort");
  }
}
