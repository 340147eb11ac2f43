package timonier.pods.programs;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/// The program of the image `timonier/web`: answers with its pod's name and its version.
///
/// It listens on port 8080 (or `PORT`) of its pod. `/ready` answers whether it takes requests.
/// After the signal to stop it goes on answering for a while, but asks each client to close its
/// connection, so that no request is lost; then it ends.
public final class WebServer {

  /// How long connections may stay open after the signal to stop.
  private static final int DRAIN_MILLIS = 3000;

  private final String version;
  private final AtomicInteger connections = new AtomicInteger();
  private volatile boolean stopping;

  private WebServer(String version) {
    this.version = version;
  }

  /// Serves until it is stopped.
  ///
  /// @param arguments the version to show
  public static void main(String[] arguments) throws IOException {
    var environment = System.getenv();
    var port = Integer.parseInt(environment.getOrDefault("PORT", "8080"));
    var address = OwnAddress.listening(port);
    var server = new WebServer(arguments.length > 0 ? arguments[0] : "latest");
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address, 512);
      System.out.println("listening on " + address);
      Runtime.getRuntime().addShutdownHook(new Thread(server::drain));
      while (true) {
        var connection = socket.accept();
        server.connections.incrementAndGet();
        Thread.ofVirtual().start(() -> server.serve(connection));
      }
    }
  }

  /// Waits until all connections are closed, but not for ever.
  private void drain() {
    stopping = true;
    System.out.println("stopping");
    var end = System.nanoTime() + DRAIN_MILLIS * 1_000_000L;
    while (System.nanoTime() < end) {
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      var in = new BufferedInputStream(connection.getInputStream());
      for (var path = request(in); !path.isEmpty(); path = request(in)) {
        var last = stopping;
        connection.getOutputStream().write(answer(path, last));
        if (last) {
          return;
        }
      }
    } catch (SocketTimeoutException _) {
      // an idle connection
    } catch (IOException _) {
      // the client went away
    } finally {
      connections.decrementAndGet();
    }
  }

  /// Reads a request's head and returns its path; empty at the end of the connection.
  private static String request(InputStream in) throws IOException {
    var path = "";
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      if (path.isEmpty()) {
        var words = line.split(" ", 3);
        path = words.length > 1 ? words[1] : "/";
      }
    }
    return path;
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (var c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
      if (line.length() > 8192) {
        throw new IOException("a line of the request is too long");
      }
    }
    return line.toString();
  }

  private byte[] answer(String path, boolean last) {
    var name = System.getenv().getOrDefault("POD_NAME", "unknown");
    var found = path.equals("/") || path.equals("/ready") || path.equals("/healthz");
    var body = found ? "%s %s\n".formatted(name, version) : "not found\n";
    var text =
        "HTTP/1.1 %s\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: %s\r\n\r\n%s"
            .formatted(
                found ? "200 OK" : "404 Not Found",
                body.length(),
                last ? "close" : "keep-alive",
                body);
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
