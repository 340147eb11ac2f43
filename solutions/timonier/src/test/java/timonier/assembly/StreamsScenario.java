package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import timonier.kit.certificates.Pem;
import timonier.kit.certificates.Tls;
import timonier.kit.loop.FileTree;
import timonier.kit.testing.Need;
import timonier.kit.testing.Needs;

/// Many watches at once, and many commands in one container at once. One client of each kind reads
/// nothing.
@Tag("real")
@Needs(Need.KUBECTL)
class StreamsScenario {

  private static final int STREAMS = 200;
  private static final int WATCHES = 2000;

  /// The server's patience is a minute.
  private static final Duration CUT = Duration.ofSeconds(150);

  private static final String POD =
      """
      {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"},
       "spec": {"containers": [{"name": "web", "image": "timonier/web:v1"}]}}
      """;

  /// A client that collects what it receives on the first output.
  private static final class Talk implements WebSocket.Listener {
    private final boolean reads;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final CompletableFuture<String> line = new CompletableFuture<>();
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

    Talk(boolean reads) {
      this.reads = reads;
    }

    @Override
    public void onOpen(WebSocket socket) {
      if (reads) {
        socket.request(1);
      }
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer message, boolean last) {
      var bytes = new byte[message.remaining()];
      message.get(bytes);
      if (bytes[0] == 1) {
        heard.write(bytes, 1, bytes.length - 1);
        var text = heard.toString(StandardCharsets.UTF_8);
        if (text.endsWith("\n")) {
          line.complete(text);
        }
      }
      socket.request(1);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code == WebSocket.NORMAL_CLOSURE);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      line.completeExceptionally(error);
      closed.completeExceptionally(error);
    }
  }

  private static long threads(long pid) throws Exception {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("Threads:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private static CompletableFuture<WebSocket> open(
      HttpClient client, URI server, Path data, Talk talk, String query) throws Exception {
    var token = Files.readString(data.resolve("admin.token")).strip();
    return client
        .newWebSocketBuilder()
        .header("Authorization", "Bearer " + token)
        .subprotocols("v5.channel.k8s.io")
        .buildAsync(
            URI.create(
                "wss://%s/api/v1/namespaces/default/pods/web/exec?container=web&%s"
                    .formatted(server.getAuthority(), query)),
            talk);
  }

  @Test
  void many_watch_and_talk_at_once_and_a_client_that_does_not_read_stops_no_other_and_is_cut_off()
      throws Exception {
    var home = Files.createTempDirectory("timonier-streams");
    var data = home.resolve("data");
    try (var cluster = new DetachedCluster(data)) {
      cluster.up("process", 1);
      var shell = cluster.shell();
      var pod = Files.writeString(home.resolve("pod.json"), POD).toString();
      shell.kubectl("apply", "-f", pod);
      shell.kubectl("wait", "--for=condition=Ready", "pod/web", "--timeout=30s");
      var config = shell.kubectl("config", "view", "-o", "jsonpath={.clusters[0].cluster.server}");
      talk(URI.create(config), data);
      cluster.down();
    } finally {
      FileTree.remove(home);
    }
  }

  private static void talk(URI server, Path data) throws Exception {
    var pid = OwnedProcess.read(data.resolve("server")).orElseThrow().pid();
    var authority = Pem.certificate(Files.readString(data.resolve("ca.crt")));
    var tls = Tls.context(Optional.empty(), authority);
    var token = Files.readString(data.resolve("admin.token")).strip();
    var client = HttpClient.newBuilder().sslContext(tls).build();
    try (var watches = new ManyWatches(server, tls, token)) {
      var threads = threads(pid);
      var heap = liveHeap(pid);
      watches.open(WATCHES);
      var perWatch = (liveHeap(pid) - heap) / WATCHES;
      var deaf = watches.openDeaf();
      var silent = new Talk(false);
      open(client, server, data, silent, "stdout=1&command=yes").get(30, TimeUnit.SECONDS);
      var talks = new ArrayList<Talk>();
      var sockets = new ArrayList<WebSocket>();
      heap = liveHeap(pid);
      for (var i = 0; i < STREAMS; i++) {
        var talk = new Talk(true);
        talks.add(talk);
        sockets.add(
            open(client, server, data, talk, "stdin=1&stdout=1&command=cat")
                .get(30, TimeUnit.SECONDS));
      }
      for (var i = 0; i < STREAMS; i++) {
        sockets
            .get(i)
            .sendBinary(
                ByteBuffer.wrap(("\0line " + i + "\n").getBytes(StandardCharsets.UTF_8)), true)
            .get(30, TimeUnit.SECONDS);
      }
      for (var i = 0; i < STREAMS; i++) {
        assertThat(talks.get(i).line.get(60, TimeUnit.SECONDS)).isEqualTo("line " + i + "\n");
      }
      watches.allHearOf("news");
      var during = threads(pid);
      System.out.printf(
          "%d watches and %d commands at once: threads of the server %d before, %d with them;"
              + " %d kB a watch, %d kB a command%n",
          WATCHES,
          STREAMS,
          threads,
          during,
          perWatch / 1000,
          (liveHeap(pid) - heap) / STREAMS / 1000);
      assertThat(during - threads).isLessThan(STREAMS / 4);
      endAll(sockets, talks);
      Shell.eventually("the deaf watch is cut off", CUT, () -> !ManyWatches.isOpen(deaf));
      Shell.eventually("no command is left", CUT, () -> commands(data).isEmpty());
    } finally {
      client.shutdownNow();
      client.close();
    }
  }

  /// The server's heap after a collection, in bytes.
  private static long liveHeap(long pid) throws Exception {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var histogram = new Shell(Map.of()).must(jcmd, Long.toString(pid), "GC.class_histogram");
    var total = histogram.lines().filter(line -> line.startsWith("Total")).findFirst();
    return Long.parseLong(total.orElseThrow().strip().split("\\s+")[2]);
  }

  /// Ends each command's input, upon which it succeeds.
  private static void endAll(List<WebSocket> sockets, List<Talk> talks) throws Exception {
    for (var socket : sockets) {
      socket
          .sendBinary(ByteBuffer.wrap(new byte[] {(byte) 255, 0}), true)
          .get(30, TimeUnit.SECONDS);
    }
    for (var talk : talks) {
      assertThat(talk.closed.get(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  /// The commands that still run in the container, found by the folder they run in.
  private static List<String> commands(Path data) {
    return ProcessHandle.allProcesses()
        .filter(process -> {
          var command = process.info().command().orElse("");
          return command.endsWith("/cat") || command.endsWith("/yes");
        })
        .filter(process -> isBelow(process, data))
        .map(process -> process.info().commandLine().orElse(""))
        .toList();
  }

  private static boolean isBelow(ProcessHandle process, Path data) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd")).startsWith(data);
    } catch (java.io.IOException _) {
      return false;
    }
  }
}
