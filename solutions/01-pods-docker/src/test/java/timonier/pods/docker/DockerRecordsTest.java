package timonier.pods.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.pods.runtime.ContainerRuntime.State;

class DockerRecordsTest {

  private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");

  private static Details created(String error) {
    return new Details(
        "id",
        "image",
        Map.of(),
        "created",
        0,
        "",
        MADE,
        Optional.empty(),
        Optional.empty(),
        error.isEmpty() ? 0 : 127,
        false,
        error);
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
