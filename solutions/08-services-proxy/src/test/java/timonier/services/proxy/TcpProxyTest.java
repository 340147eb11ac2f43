package timonier.services.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import timonier.services.ProxyPlan.Place;

@Tag("real")
class TcpProxyTest {

  private final TcpProxy proxy = new TcpProxy();
  private final Set<EchoPod> pods = new HashSet<>();
  private Place service = new Place("", 0);

  /// Sends its name at once, then echoes, and at the end sends how much it received.
  private final class EchoPod {
    private final ServerSocket server;
    private final String name;
    private final Thread acceptor;

    EchoPod(String name) throws IOException {
      this.name = name;
      this.server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
      pods.add(this);
      this.acceptor = Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
      while (!server.isClosed()) {
        try {
          var client = server.accept();
          Thread.ofVirtual().start(() -> serve(client));
        } catch (IOException e) {
          return;
        }
      }
    }

    private void serve(Socket client) {
      try (client) {
        client.getOutputStream().write(name.charAt(0));
        var count = 0;
        for (var b = client.getInputStream().read(); b >= 0; b = client.getInputStream().read()) {
          client.getOutputStream().write(b);
          count++;
        }
        client.getOutputStream().write(("!" + count).getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        return;
      }
    }

    Place place() {
      return new Place("127.0.0.1", server.getLocalPort());
    }

    /// Stops, and waits for the accepting thread: until it ends, the kernel accepts connections.
    void stop() throws Exception {
      server.close();
      acceptor.join();
    }
  }

  @BeforeEach
  void choosePlace() throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      service = new Place("127.0.0.1", free.getLocalPort());
    }
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    for (var pod : pods) {
      pod.stop();
    }
  }

  private void route(Place... behind) {
    assertThat(proxy.route(Map.of(service, List.of(behind)))).isEmpty();
  }

  private Socket connect() throws IOException {
    var socket = new Socket(service.address(), service.port());
    socket.setSoTimeout(5000);
    return socket;
  }

  private char ask() throws IOException {
    try (var socket = connect()) {
      return (char) socket.getInputStream().read();
    }
  }

  @Test
  void each_pod_gets_its_turn() throws IOException {
    route(new EchoPod("a").place(), new EchoPod("b").place(), new EchoPod("c").place());
    var answers = new HashSet<Character>();
    for (var i = 0; i < 3; i++) {
      answers.add(ask());
    }
    assertThat(answers).containsExactlyInAnyOrder('a', 'b', 'c');
  }

  @Test
  void a_pod_that_does_not_accept_is_passed_over() throws Exception {
    var gone = new EchoPod("a");
    route(gone.place(), new EchoPod("b").place());
    gone.stop();
    for (var i = 0; i < 10; i++) {
      assertThat(ask()).isEqualTo('b');
    }
  }

  @Test
  void an_answer_comes_after_the_question_has_ended() throws IOException {
    route(new EchoPod("a").place());
    try (var socket = connect()) {
      socket.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("ahello!5");
    }
  }

  @Test
  void an_open_connection_stays_with_its_pod_while_new_ones_go_elsewhere() throws IOException {
    var first = new EchoPod("a");
    var second = new EchoPod("b");
    route(first.place());
    try (var open = connect()) {
      assertThat(open.getInputStream().read()).isEqualTo('a');
      route(second.place());
      assertThat(ask()).isEqualTo('b');
      open.getOutputStream().write('x');
      assertThat(open.getInputStream().read()).isEqualTo('x');
    }
  }

  @Test
  void without_a_pod_the_connection_is_cut_off() {
    route();
    assertThatThrownBy(
            () -> {
              try (var socket = connect()) {
                if (socket.getInputStream().read() < 0) {
                  throw new AssertionError("closed politely");
                }
              }
            })
        .isInstanceOf(SocketException.class);
  }

  @Test
  void two_proxies_share_a_place_and_one_is_enough() throws IOException {
    var pod = new EchoPod("a");
    route(pod.place());
    try (var other = new TcpProxy()) {
      assertThat(other.route(Map.of(service, List.of(pod.place())))).isEmpty();
      for (var i = 0; i < 10; i++) {
        assertThat(ask()).isEqualTo('a');
      }
    }
    assertThat(ask()).isEqualTo('a');
  }

  @Test
  void a_place_where_listening_fails_is_reported() {
    var foreign = new Place("192.0.2.1", 80);
    assertThat(proxy.route(Map.of(foreign, List.of()))).containsOnlyKeys(foreign);
  }

  @Test
  void no_connection_is_lost_while_pods_come_and_go() throws Exception {
    var failures = ConcurrentHashMap.<String>newKeySet();
    var asked = new AtomicInteger();
    var current = new EchoPod("a");
    route(current.place());
    var client =
        Thread.ofVirtual()
            .start(() -> {
              while (!Thread.currentThread().isInterrupted()) {
                try {
                  if (ask() == (char) -1) {
                    failures.add("no answer");
                  }
                  asked.incrementAndGet();
                } catch (IOException e) {
                  failures.add(e.toString());
                }
              }
            });
    for (var i = 0; i < 20; i++) {
      var next = new EchoPod("b");
      route(next.place());
      var before = asked.get();
      while (asked.get() < before + 20 && failures.isEmpty()) {
        Thread.onSpinWait();
      }
      current.stop();
      current = next;
    }
    client.interrupt();
    client.join();
    failures.removeIf(failure -> failure.contains("interrupt") || failure.contains("Closed"));
    assertThat(failures).isEmpty();
  }

  /// Another node of this machine: listens at a place, and passes connections to another.
  static final class Peer {
    public static void main(String[] arguments) throws IOException {
      var service = new Place("127.0.0.1", Integer.parseInt(arguments[0]));
      var pod = new Place("127.0.0.1", Integer.parseInt(arguments[1]));
      try (var proxy = new TcpProxy()) {
        if (proxy.route(Map.of(service, List.of(pod))).isEmpty()) {
          System.out.println("listening");
        }
        var _ = System.in.read();
      }
    }
  }

  private Process peer(Place pod) throws IOException {
    var program = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                program,
                "-cp",
                System.getProperty("java.class.path"),
                Peer.class.getName(),
                Integer.toString(service.port()),
                Integer.toString(pod.port()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("listening");
    return process;
  }

  private static void signal(Process process, String signal) throws Exception {
    var kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  /// Returns the name of the pod that answers at the service; a dash if none does within a while.
  private String answer() throws IOException {
    try (var client = new Socket(service.address(), service.port())) {
      client.setSoTimeout(2000);
      return Character.toString(client.getInputStream().read());
    } catch (SocketTimeoutException _) {
      return "-";
    }
  }

  private Set<String> answers() throws IOException {
    var answers = new TreeSet<String>();
    for (var i = 0; i < 40; i++) {
      answers.add(answer());
    }
    return answers;
  }

  @Test
  void a_stopped_peer_gets_no_connections_and_has_its_share_again_when_it_goes_on()
      throws Exception {
    var mine = new EchoPod("m");
    var others = new EchoPod("o");
    var peer = peer(others.place());
    try {
      proxy.route(Map.of(service, List.of(mine.place())));
      assertThat(answers()).containsExactly("m", "o");
      signal(peer, "STOP");

      proxy.endSilentPeers();

      assertThat(answers()).containsExactly("m");
      signal(peer, "CONT");
      while (!answers().contains("o")) {
        Thread.onSpinWait();
      }
      proxy.endSilentPeers();
      proxy.endSilentPeers();
      assertThat(answers()).containsExactly("m", "o");
    } finally {
      peer.destroyForcibly().waitFor();
    }
  }
}
