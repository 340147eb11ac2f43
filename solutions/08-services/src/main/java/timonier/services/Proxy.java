package timonier.services;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import timonier.client.ComponentContext;
import timonier.client.ObjectCache;
import timonier.services.ProxyRules.Listen;
import timonier.services.ProxyRules.Target;

/// Leads connections to services on to their pods, on one node.
///
/// It listens on each service's own address, together with the proxies of the other nodes of this
/// host (SO_REUSEPORT), so that the loss of one is not felt. A connection is led to another pod
/// only as long as it could not be opened: once a byte was sent nothing is repeated. Connections
/// that are open stay with their pod until one side closes them. An edge class.
public final class Proxy implements AutoCloseable {

  private static final int CONNECT_MILLIS = 1000;

  private final ObjectCache<Service> services;
  private final ObjectCache<EndpointSlice> slices;
  private final String nodeAddress;
  private final Map<Listen, Listener> listeners = new TreeMap<>();
  private boolean scheduled;

  Proxy(ComponentContext context) {
    this.services = context.cache(Service.TYPE);
    this.slices = context.cache(EndpointSlice.TYPE);
    this.nodeAddress = context.settings().nodeAddress();
    context.whenSynced(() -> {
      services.listen((_, _) -> schedule(context));
      slices.listen((_, _) -> schedule(context));
      schedule(context);
    });
  }

  private void schedule(ComponentContext context) {
    if (!scheduled) {
      scheduled = true;
      context.loop().run(this::update);
    }
  }

  private void update() {
    scheduled = false;
    var rules = ProxyRules.rules(services.list(), slices.list(), nodeAddress);
    listeners
        .entrySet()
        .removeIf(entry -> {
          var gone = !rules.containsKey(entry.getKey());
          if (gone) {
            entry.getValue().close();
          }
          return gone;
        });
    rules.forEach(
        (listen, targets) -> listeners.computeIfAbsent(listen, Listener::new).leadTo(targets));
  }

  @Override
  public void close() {
    listeners.values().forEach(Listener::close);
    listeners.clear();
  }

  /// One place to listen on.
  private static final class Listener implements AutoCloseable {
    private final Map<Socket, Boolean> open = new ConcurrentHashMap<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final ServerSocket server;
    private volatile List<Target> targets = List.of();

    Listener(Listen listen) {
      try {
        server = new ServerSocket();
        server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        server.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        server.bind(new InetSocketAddress(listen.address(), listen.port()), 1024);
        Thread.ofVirtual().name("proxy " + listen).start(this::accept);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    void leadTo(List<Target> targets) {
      this.targets = targets;
    }

    private void accept() {
      while (!server.isClosed()) {
        try {
          var client = server.accept();
          Thread.ofVirtual().start(() -> lead(client));
        } catch (IOException _) {
          if (server.isClosed()) {
            return;
          }
        }
      }
    }

    private void lead(Socket client) {
      open.put(client, true);
      try (client;
          var pod = connect()) {
        if (pod != null) {
          client.setTcpNoDelay(true);
          pod.setTcpNoDelay(true);
          var back = Thread.ofVirtual().start(() -> pump(pod, client));
          pump(client, pod);
          back.join();
        }
      } catch (IOException _) {
        // one side is gone; closing the other tells it so
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        open.remove(client);
      }
    }

    /// Opens a connection to one of the pods, each in its turn; null if none could be opened.
    private @org.jspecify.annotations.Nullable Socket connect() {
      var candidates = targets;
      var first = turn.getAndIncrement();
      for (var i = 0; i < candidates.size(); i++) {
        var target = candidates.get(Math.floorMod(first + i, candidates.size()));
        var socket = new Socket();
        try {
          socket.connect(new InetSocketAddress(target.address(), target.port()), CONNECT_MILLIS);
          return socket;
        } catch (IOException _) {
          close(socket);
        }
      }
      return null;
    }

    private static void close(Socket socket) {
      try {
        socket.close();
      } catch (IOException _) {
        // nothing was sent over it
      }
    }

    /// Copies what one side says until it has said everything, then tells the other so.
    private static void pump(Socket from, Socket to) {
      try {
        from.getInputStream().transferTo(to.getOutputStream());
        to.shutdownOutput();
      } catch (IOException _) {
        close(from);
        close(to);
      }
    }

    @Override
    public void close() {
      try {
        server.close();
      } catch (IOException _) {
        // it listens no more, which is what was wanted
      }
      open.keySet().forEach(Listener::close);
    }
  }
}
