package timonier.assembly;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Requests pages from a web server at a steady pace, over fresh and over kept connections, each
/// page once, and records every answer that is not 200.
final class Load implements AutoCloseable {

  private static final int CLIENTS = 4;
  private static final long PACE_NANOS = 15_000_000;

  private final InetSocketAddress server;
  private final AtomicInteger answers = new AtomicInteger();
  private final Map<String, Integer> bodies = new ConcurrentHashMap<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final Thread[] threads = new Thread[CLIENTS];
  private final long start = System.nanoTime();
  private volatile boolean over;

  Load(String address, int port) {
    this.server = new InetSocketAddress(address, port);
    for (var i = 0; i < CLIENTS; i++) {
      var kept = i % 2 == 0;
      threads[i] = Thread.ofPlatform().start(() -> ask(kept));
    }
  }

  private void ask(boolean kept) {
    Socket connection = null;
    var next = System.nanoTime();
    while (!over) {
      next += PACE_NANOS;
      LockSupport.parkNanos(next - System.nanoTime());
      try {
        if (connection == null) {
          connection = new Socket();
          connection.connect(server, 5000);
          connection.setSoTimeout(5000);
          connection.setTcpNoDelay(true);
        }
        var keep = exchange(connection, kept);
        if (!keep) {
          connection.close();
          connection = null;
        }
      } catch (IOException e) {
        failures.add((kept ? "kept: " : "fresh: ") + e);
        connection = null;
      }
    }
  }

  /// Sends one request and reads its answer; true if the connection may be used again.
  private boolean exchange(Socket connection, boolean kept) throws IOException {
    OutputStream out = connection.getOutputStream();
    var head = "GET / HTTP/1.1\r\nHost: web\r\nConnection: %s\r\n\r\n";
    out.write(head.formatted(kept ? "keep-alive" : "close").getBytes(StandardCharsets.US_ASCII));
    InputStream in = new BufferedInputStream(connection.getInputStream());
    var status = line(in);
    var length = 0;
    var close = !kept;
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.startsWith("Content-Length: ")) {
        length = Integer.parseInt(line.substring(16));
      }
      close |= line.equals("Connection: close");
    }
    var body = new String(in.readNBytes(length), StandardCharsets.US_ASCII).strip();
    if (!status.equals("HTTP/1.1 200 OK")) {
      throw new IOException("answered \"" + status + "\"");
    }
    answers.incrementAndGet();
    bodies.merge(body, 1, Integer::sum);
    return !close;
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (var c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the connection ended before the answer");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  Map<String, Integer> bodies() {
    return bodies;
  }

  Queue<String> failures() {
    return failures;
  }

  int answers() {
    return answers.get();
  }

  double perSecond() {
    return answers.get() / ((System.nanoTime() - start) / 1e9);
  }

  @Override
  public void close() {
    over = true;
    for (var thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
