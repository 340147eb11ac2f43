package timonier.pods.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("real")
class ProcessesTest {

  @Test
  void a_session_without_processes_ends_no_process() throws Exception {
    var bystander = new ProcessBuilder("sleep", "1000").start();
    try {
      Processes.killSession(new Processes.Id(0, 0));
      Processes.killSession(new Processes.Id(1, 0));
      Processes.killMarked("TIMONIER_CONTAINER=nobody");
      assertThat(bystander.isAlive()).isTrue();
    } finally {
      bystander.destroyForcibly().waitFor();
    }
  }

  @Test
  void what_carries_a_mark_is_killed_and_nothing_else() throws Exception {
    var bystander = sleeper("TIMONIER_CONTAINER=a1");
    var victim = sleeper("TIMONIER_CONTAINER=a");
    try {
      Processes.killMarked("TIMONIER_CONTAINER=a");
      assertThat(victim.waitFor()).isEqualTo(137);
      assertThat(bystander.isAlive()).isTrue();
    } finally {
      bystander.destroyForcibly().waitFor();
    }
  }

  private static Process sleeper(String variable) throws java.io.IOException {
    var builder = new ProcessBuilder("sleep", "1000");
    var parts = variable.split("=", 2);
    builder.environment().put(parts[0], parts[1]);
    return builder.start();
  }

  @Test
  void a_process_is_known_by_its_moment_of_start_too() throws Exception {
    var process = new ProcessBuilder("sleep", "1000").start();
    var id = Processes.Id.of(process);
    assertThat(id.isAlive()).isTrue();
    assertThat(new Processes.Id(id.pid(), id.started() + 1).isAlive()).isFalse();
    process.destroyForcibly().waitFor();
    assertThat(id.isAlive()).isFalse();
    assertThat(Processes.Id.read(Path.of("/nowhere"))).isEmpty();
  }
}
