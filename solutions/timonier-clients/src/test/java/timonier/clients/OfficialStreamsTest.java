package timonier.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.reflect.TypeToken;
import io.kubernetes.client.Attach;
import io.kubernetes.client.Copy;
import io.kubernetes.client.Exec;
import io.kubernetes.client.PodLogs;
import io.kubernetes.client.PortForward;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.util.Watch;
import io.kubernetes.client.util.Yaml;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The official Java client of Kubernetes: talking to containers and ports.
@Tag("real")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedCluster.class)
class OfficialStreamsTest {

  private static final String NAMESPACE = "default";
  private static final String POD = "official";

  private ApiClient client;
  private CoreV1Api api;

  @BeforeAll
  void connect(LiveCluster cluster) throws Exception {
    client = cluster.official();
    api = new CoreV1Api(client);
    try (var yaml = new InputStreamReader(getClass().getResourceAsStream("talk.yaml"))) {
      var pod = Yaml.loadAs(yaml, V1Pod.class);
      pod.getMetadata().setName(POD);
      api.createNamespacedPod(NAMESPACE, pod).execute();
    }
    awaitReady();
  }

  private void awaitReady() throws Exception {
    var call =
        api.listNamespacedPod(NAMESPACE)
            .fieldSelector("metadata.name=" + POD)
            .watch(true)
            .buildCall(null);
    var type = new TypeToken<Watch.Response<V1Pod>>() {}.getType();
    try (Watch<V1Pod> watch = Watch.createWatch(client, call, type)) {
      while (!isReady(watch.next().object)) {
        // not ready yet
      }
    }
  }

  private static boolean isReady(V1Pod pod) {
    var conditions = pod.getStatus().getConditions();
    return conditions != null
        && conditions.stream()
            .anyMatch(state -> state.getType().equals("Ready") && state.getStatus().equals("True"));
  }

  @AfterAll
  void leave() throws Exception {
    api.deleteNamespacedPod(POD, NAMESPACE).execute();
    LiveCluster.close(client);
  }

  private static BufferedReader lines(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  private static void say(OutputStream out, String text) throws Exception {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private Process run(boolean stdin, boolean tty, String script) throws Exception {
    return new Exec(client)
        .exec(NAMESPACE, POD, new String[] {"sh", "-c", script}, "main", stdin, tty);
  }

  private void does(String script) throws Exception {
    var run = run(false, false, script);
    assertThat(run.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(run.exitValue()).isZero();
  }

  @Test
  void a_command_has_two_outputs_and_an_exit_code() throws Exception {
    var run = run(false, false, "echo out; echo err >&2; exit 3");
    // Once the command has ended, the client offers no stream.
    var out = lines(run.getInputStream());
    var err = lines(run.getErrorStream());
    assertThat(out.lines()).containsExactly("out");
    assertThat(err.lines()).containsExactly("err");
    assertThat(run.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(run.exitValue()).isEqualTo(3);
  }

  @Test
  void a_command_gets_its_input_and_the_end_of_it() throws Exception {
    var run = run(true, false, "tr a-z A-Z");
    say(run.getOutputStream(), "hello\n");
    run.getOutputStream().close();
    assertThat(lines(run.getInputStream()).lines()).containsExactly("HELLO");
    assertThat(run.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(run.exitValue()).isZero();
  }

  @Test
  void a_terminal_mixes_both_outputs() throws Exception {
    var run = run(true, true, "tty > /dev/null && echo out; echo err >&2; read x; exit $x");
    var out = lines(run.getInputStream());
    assertThat(out.readLine()).isEqualTo("out");
    assertThat(out.readLine()).isEqualTo("err");
    say(run.getOutputStream(), "4\n");
    assertThat(run.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(run.exitValue()).isEqualTo(4);
  }

  @Test
  void files_go_there_and_back(@TempDir Path folder) throws Exception {
    var bytes = new byte[300_000];
    new Random(1).nextBytes(bytes);
    var there = folder.resolve("there");
    // the container has a folder of this name, too: its own, or the host's if it sees the host's
    // files
    does("mkdir -p " + folder);
    new Copy(client).copyFileToPod(NAMESPACE, POD, "main", bytes, there);
    try (var back = new Copy(client).copyFileFromPod(NAMESPACE, POD, "main", there.toString())) {
      assertThat(back).hasBinaryContent(bytes);
    }
    does("mkdir -p %1$s/tree/below && cp %1$s/there %1$s/tree/below/file".formatted(folder));
    new Copy(client)
        .copyDirectoryFromPod(
            NAMESPACE, POD, "main", folder.resolve("tree").toString(), folder.resolve("copied"));
    try (var copied = Files.walk(folder.resolve("copied"))) {
      assertThat(copied.filter(Files::isRegularFile))
          .singleElement()
          .satisfies(file -> assertThat(file).hasBinaryContent(bytes));
    }
  }

  @Test
  void a_client_that_attaches_to_a_container_writes_and_reads() throws Exception {
    var logs = new PodLogs(client);
    try (var joined = new Attach(client).attach(NAMESPACE, POD, "reader", true, false);
        var log = logs.streamNamespacedPodLog(NAMESPACE, POD, "reader")) {
      say(joined.getStandardInputStream(), "hello\n");
      assertThat(lines(joined.getStandardOutputStream()).readLine()).isEqualTo("got hello");
      assertThat(lines(log).readLine()).isEqualTo("got hello");
    }
  }

  @Test
  void a_port_stays_open_until_the_pod_has_sent_everything() throws Exception {
    var said = "x".repeat(9_999) + "\n";
    try (var forward = new PortForward(client).forward(NAMESPACE, POD, List.of(7000))) {
      var out = forward.getOutboundStream(7000);
      var writer =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (var i = 0; i < 100; i++) {
                    say(out, said);
                  }
                  say(out, "bye\n");
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      var heard = new String(forward.getInputStream(7000).readAllBytes(), StandardCharsets.UTF_8);
      assertThat(heard).isEqualTo(said.repeat(100) + "bye\n");
      writer.join();
    }
  }

  @Test
  void a_port_without_a_listener_is_an_error() throws Exception {
    try (var forward = new PortForward(client).forward(NAMESPACE, POD, List.of(9))) {
      assertThat(new String(forward.getErrorStream(9).readAllBytes(), StandardCharsets.UTF_8))
          .contains("error forwarding port 9 to pod official");
    }
  }
}
