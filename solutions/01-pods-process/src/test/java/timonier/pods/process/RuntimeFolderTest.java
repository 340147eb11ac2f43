package timonier.pods.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import timonier.pods.process.RuntimeFolder.KeptSandbox;
import timonier.pods.runtime.ContainerRuntime.Sandbox;
import timonier.pods.runtime.PidScope;

class RuntimeFolderTest {

  private static final Sandbox.Config CONFIG =
      new Sandbox.Config("default", "web", "uid", 0, "web", false, Map.of(), PidScope.CONTAINER);
  private static final KeptSandbox SANDBOX =
      new KeptSandbox("one", CONFIG, true, "10.0.0.2", 2, 1_000);

  private RuntimeFolder folder = new RuntimeFolder(Path.of(""));

  @BeforeEach
  void prepare(@TempDir Path path) {
    folder = new RuntimeFolder(path);
    folder.prepare();
  }

  @Test
  void a_sandbox_that_was_removed_while_it_was_stopped_stays_removed() {
    folder.keep(SANDBOX);
    folder.removeSandbox("one");
    folder.keepStopped("one");

    assertThat(folder.sandboxes()).isEmpty();
  }

  @Test
  void two_may_stop_a_sandbox_at_the_same_moment() throws Exception {
    folder.keep(SANDBOX);
    var failures = Collections.synchronizedList(new ArrayList<Throwable>());
    var threads = new ArrayList<Thread>();
    for (var i = 0; i < 2; i++) {
      threads.add(
          Thread.ofPlatform()
              .uncaughtExceptionHandler((_, failure) -> failures.add(failure))
              .start(() -> {
                for (var round = 0; round < 500; round++) {
                  folder.keepStopped("one");
                }
              }));
    }
    for (var thread : threads) {
      thread.join();
    }

    assertThat(failures).isEmpty();
    assertThat(folder.sandboxes()).containsExactly(SANDBOX.stopped());
  }
}
