package timonier.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ContainerResource;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

/// fabric8's Kubernetes client: talking to containers and ports.
@Tag("real")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedCluster.class)
class Fabric8StreamsTest {

  private KubernetesClient client;
  private PodResource pod;

  @BeforeAll
  void connect(LiveCluster cluster) throws Exception {
    client = cluster.fabric8();
    try (var yaml = getClass().getResourceAsStream("talk.yaml")) {
      var made = client.pods().inNamespace("default").load(yaml).create();
      pod = client.pods().resource(made);
    }
    pod.waitUntilReady(30, TimeUnit.SECONDS);
  }

  @AfterAll
  void leave() {
    pod.delete();
    client.close();
  }

  private ContainerResource main() {
    return pod.inContainer("main");
  }

  private static BufferedReader lines(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  @Test
  void a_command_has_two_outputs_and_an_exit_code() throws Exception {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var command = "echo out; echo err >&2; exit 3";
    try (var run = main().writingOutput(out).writingError(err).exec("sh", "-c", command)) {
      assertThat(run.exitCode().get(30, TimeUnit.SECONDS)).isEqualTo(3);
    }
    assertThat(out).hasToString("out\n");
    assertThat(err).hasToString("err\n");
  }

  @Test
  void a_command_gets_its_input() throws Exception {
    try (var run =
        main().redirectingInput().redirectingOutput().exec("sed", "-u", "s/^/got /;3q")) {
      var out = lines(run.getOutput());
      for (var word : new String[] {"one", "two", "three"}) {
        run.getInput().write((word + "\n").getBytes(StandardCharsets.UTF_8));
        run.getInput().flush();
        assertThat(out.readLine()).isEqualTo("got " + word);
      }
      assertThat(run.exitCode().get(30, TimeUnit.SECONDS)).isZero();
    }
  }

  @Test
  void a_terminal_mixes_both_outputs_and_has_a_size() throws Exception {
    var script = "tty > /dev/null && echo out; echo err >&2; read _; stty size";
    try (var run =
        main().redirectingInput().redirectingOutput().withTTY().exec("sh", "-c", script)) {
      var out = lines(run.getOutput());
      assertThat(out.readLine()).isEqualTo("out");
      assertThat(out.readLine()).isEqualTo("err");
      run.resize(99, 33);
      run.getInput().write('\n');
      run.getInput().flush();
      assertThat(out.readLine()).isEmpty();
      assertThat(out.readLine()).isEqualTo("33 99");
      assertThat(run.exitCode().get(30, TimeUnit.SECONDS)).isZero();
    }
  }

  @Test
  void files_go_there_and_back(@TempDir Path folder) throws Exception {
    var bytes = new byte[3_000_000];
    new Random(1).nextBytes(bytes);
    var file = Files.write(folder.resolve("file"), bytes);
    var there = folder.resolve("there/file").toString();
    assertThat(main().file(there).upload(file)).isTrue();
    assertThat(main().file(there).copy(folder.resolve("back"))).isTrue();
    assertThat(folder.resolve("back")).hasBinaryContent(bytes);
    try (var read = main().file(there).read()) {
      assertThat(read).hasBinaryContent(bytes);
    }
  }

  @Test
  void a_client_that_attaches_to_a_container_writes_and_reads() throws Exception {
    var reader = pod.inContainer("reader");
    try (var log = reader.watchLog();
        var joined = reader.redirectingInput().redirectingOutput().attach()) {
      joined.getInput().write("hello\n".getBytes(StandardCharsets.UTF_8));
      joined.getInput().flush();
      assertThat(lines(joined.getOutput()).readLine()).isEqualTo("got hello");
      assertThat(lines(log.getOutput()).readLine()).isEqualTo("got hello");
    }
  }

  @Test
  void a_port_stays_open_until_the_pod_has_sent_everything() throws Exception {
    var said = "x".repeat(9_999) + "\n";
    try (var forward = pod.portForward(7000);
        var socket = new Socket(InetAddress.getLoopbackAddress(), forward.getLocalPort())) {
      var writer =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (var i = 0; i < 200; i++) {
                    socket.getOutputStream().write(said.getBytes(StandardCharsets.UTF_8));
                  }
                  socket.getOutputStream().write("bye\n".getBytes(StandardCharsets.UTF_8));
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      var heard = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(heard).isEqualTo(said.repeat(200) + "bye\n");
      writer.join();
      assertThat(forward.errorOccurred()).isFalse();
    }
  }

  @Test
  void a_port_without_a_listener_is_an_error() throws Exception {
    try (var forward = pod.portForward(9);
        var socket = new Socket(InetAddress.getLoopbackAddress(), forward.getLocalPort())) {
      assertThat(socket.getInputStream().read()).isNegative();
      assertThat(forward.getServerThrowables())
          .singleElement()
          .extracting(Throwable::getMessage)
          .asString()
          .contains("error forwarding port 9 to pod talk");
    }
  }
}
