package timonier.pods.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.HostConfig;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.pods.runtime.ContainerRuntime.State;
import timonier.pods.runtime.Limits;

class DockerRecordsTest {

  private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");

  private static Details created(String error) {
    return created(error, Map.of(), new Blueprint.Limits(0, 0, 0));
  }

  private static Details created(
      String error, Map<String, String> labels, Blueprint.Limits limits) {
    return new Details(
        "id",
        "image",
        labels,
        "created",
        0,
        "",
        MADE,
        Optional.empty(),
        Optional.empty(),
        error.isEmpty() ? 0 : 127,
        false,
        error,
        limits);
  }

  @Test
  void what_a_container_may_use_is_what_the_engine_says() {
    var asked = "{\"limits\":{\"requestedMilliCpu\":100,\"milliCpu\":500,\"memoryBytes\":9}}";
    var has = new Blueprint.Limits(100, 750, 9);

    var record = DockerRecords.container(created("", Map.of("timonier.config", asked), has));
    assertThat(record.config().limits()).contains(new Limits(100, 750, 9));
    assertThat(DockerRecords.container(created("")).config().limits()).isEmpty();
  }

  @Test
  void limits_given_to_the_engine_are_read_back() {
    for (var limits : List.of(new Blueprint.Limits(100, 500, 9), new Blueprint.Limits(2, 10, 0))) {
      var blueprint =
          DockerRecords.limits(
              new Limits(limits.requestedMilliCpu(), limits.milliCpu(), limits.memoryBytes()));
      var host = HostConfig.newHostConfig();
      HostSettings.limit(host, blueprint);
      assertThat(HostSettings.limits(host)).isEqualTo(limits);
    }
  }

  @Test
  void what_the_engine_could_not_start_has_ended_though_the_engine_calls_it_created() {
    var record = DockerRecords.container(created("no such file or directory"));
    assertThat(record.state()).isEqualTo(State.EXITED);
    assertThat(record.exitCode()).isEqualTo(128);
    assertThat(record.reason()).isEqualTo("StartError");
    assertThat(record.message()).isEqualTo("no such file or directory");
    assertThat(record.finishedAt()).contains(MADE);
    assertThat(DockerRecords.container(created("")).state()).isEqualTo(State.CREATED);
  }
}
