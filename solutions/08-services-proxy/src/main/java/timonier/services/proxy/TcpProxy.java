package timonier.services.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import timonier.services.Listeners;
import timonier.services.ProxyPlan.Place;

/// Passes TCP connections on, in this process, on virtual threads.
///
/// The nodes that share a machine listen at the same places (`SO_REUSEPORT`): the kernel gives each
/// connection to one of them, and when a node is killed, to those that are left. A stopped node
/// keeps its share until the others take it away ([SilentPeers]). A connection to a pod stays with
/// that pod until both sides are done; only one that could not be made, so that no byte was sent,
/// is tried with another pod.
public final class TcpProxy implements Listeners {

  /// How long a pod may take to accept. On one machine that takes microseconds; a pod whose node
  /// died never accepts.
  private static final int CONNECT_MILLIS = 1000;

  /// How many connections may wait to be accepted. Only an attack brings more at once.
  private static final int BACKLOG = 1024;

  private final Map<Place, Listener> listeners = new HashMap<>();
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final SilentPeers peers = new SilentPeers(ProcessHandle.current().pid());

  /// Makes a proxy that does not listen anywhere yet.
  public TcpProxy() {}

  @Override
  public synchronized Map<Place, String> route(Map<Place, List<Place>> routes) {
    listeners.entrySet().stream()
        .filter(entry -> !routes.containsKey(entry.getKey()))
        .forEach(entry -> entry.getValue().close());
    listeners.keySet().retainAll(routes.keySet());
    var failed = new TreeMap<Place, String>();
    routes.forEach((place, behind) -> {
      try {
        listen(place, behind);
      } catch (IOException e) {
        failed.put(place, e.toString());
      }
    });
    return failed;
  }

  private void listen(Place place, List<Place> behind) throws IOException {
    var listener = listeners.get(place);
    if (listener != null) {
      listener.behind = behind;
      return;
    }
    var fresh = new Listener(place, open(place), behind);
    listeners.put(place, fresh);
    Thread.ofVirtual().name("proxy " + place).start(fresh::accept);
  }

  private static ServerSocket open(Place place) throws IOException {
    var socket = new ServerSocket();
    try {
      if (socket.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
        socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      socket.setReuseAddress(true);
      socket.bind(address(place), BACKLOG);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static InetSocketAddress address(Place place) throws IOException {
    return new InetSocketAddress(InetAddress.getByName(place.address()), place.port());
  }

  @Override
  public void endSilentPeers() {
    Set<Place> places;
    synchronized (this) {
      places = Set.copyOf(listeners.keySet());
    }
    peers.look(places);
  }

  @Override
  public synchronized void close() {
    listeners.values().forEach(Listener::close);
    listeners.clear();
    connections.forEach(Connection::close);
  }

  /// One place to listen at.
  private final class Listener {
    private final Place place;
    private volatile ServerSocket socket;
    private volatile List<Place> behind;
    private volatile boolean closed;
    private int turn = ThreadLocalRandom.current().nextInt(1000);

    Listener(Place place, ServerSocket socket, List<Place> behind) {
      this.place = place;
      this.socket = socket;
      this.behind = behind;
    }

    void accept() {
      while (!closed) {
        try {
          var client = socket.accept();
          var first = turn++;
          Thread.ofVirtual().name("proxied").start(() -> pass(client, first));
        } catch (IOException _) {
          listenAgain();
        }
      }
    }

    /// Called when accepting failed. Either it was closed; or it is out of file descriptors, and
    /// some will come back; or it was silent for so long that others removed it, and it needs
    /// another socket.
    private void listenAgain() {
      try {
        if (!closed) {
          replace(open(place));
        }
      } catch (IOException _) {
        Thread.yield();
      }
    }

    private synchronized void replace(ServerSocket fresh) throws IOException {
      socket.close();
      socket = fresh;
      if (closed) {
        fresh.close();
      }
    }

    private void pass(Socket client, int first) {
      var candidates = behind;
      for (var i = 0; i < candidates.size(); i++) {
        var place = candidates.get(Math.floorMod(first + i, candidates.size()));
        var pod = new Socket();
        try {
          pod.connect(address(place), CONNECT_MILLIS);
        } catch (IOException e) {
          Connection.close(pod);
          continue;
        }
        var connection = new Connection(client, pod);
        connections.add(connection);
        connection.pass();
        connections.remove(connection);
        return;
      }
      Connection.reset(client);
    }

    synchronized void close() {
      closed = true;
      try {
        socket.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  /// A client's connection and the one to the pod that serves it.
  private record Connection(Socket client, Socket pod) {

    private enum End {
      /// The sender has sent everything.
      FINISHED,
      /// The sender is gone.
      SENDER_LOST,
      /// The receiver is gone.
      RECEIVER_LOST
    }

    /// Passes bytes both ways until both sides have sent everything, or one is gone.
    void pass() {
      try {
        client.setTcpNoDelay(true);
        pod.setTcpNoDelay(true);
        var requests = Thread.ofVirtual().name("proxied requests").start(this::requests);
        answers();
        requests.join();
      } catch (IOException e) {
        reset(client);
        reset(pod);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        close();
      }
    }

    /// Passes requests. A pod that is gone may still have answers on the way, so only these decide
    /// what the client sees.
    private void requests() {
      if (copy(client, pod) == End.SENDER_LOST) {
        reset(pod);
      }
    }

    private void answers() {
      switch (copy(pod, client)) {
        case FINISHED -> {}
        case SENDER_LOST -> reset(client);
        case RECEIVER_LOST -> reset(pod);
      }
    }

    private static End copy(Socket from, Socket to) {
      var buffer = new byte[16 * 1024];
      while (true) {
        int count;
        try {
          count = from.getInputStream().read(buffer);
        } catch (IOException e) {
          return End.SENDER_LOST;
        }
        try {
          if (count < 0) {
            to.shutdownOutput();
            return End.FINISHED;
          }
          to.getOutputStream().write(buffer, 0, count);
        } catch (IOException e) {
          return End.RECEIVER_LOST;
        }
      }
    }

    void close() {
      close(client);
      close(pod);
    }

    /// Ends a connection so that the other side sees that it was cut off.
    static void reset(Socket socket) {
      try {
        socket.setSoLinger(true, 0);
      } catch (IOException e) {
        // it is closed already
        return;
      }
      close(socket);
    }

    static void close(Socket socket) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
