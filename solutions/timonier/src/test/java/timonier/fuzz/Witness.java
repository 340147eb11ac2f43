package timonier.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import timonier.fuzz.Api.Resource;
import timonier.pods.objects.JsonFormat;

/// Records all writes of a run, by one watch for each resource.
///
/// Every write of any resource has its own resourceVersion. So a set of these, and of the
/// identities of deleted objects, tells what was seen.
final class Witness implements AutoCloseable {

  private final List<Connection> connections = new ArrayList<>();
  private final Set<String> seen = new TreeSet<>();
  private final List<String> broken = new ArrayList<>();
  private boolean closing;

  Witness(URI server, SSLContext tls, String token, Api api) throws IOException {
    for (var resource : api.with("watch")) {
      var connection = Connection.open(server, tls);
      connections.add(connection);
      connection.send(request(resource, server.getAuthority(), token).bytes());
      Thread.ofVirtual().name("witness of " + resource).start(() -> follow(connection, resource));
    }
  }

  private static Message request(Resource resource, String authority, String token) {
    return new Message(
        "GET",
        resource.base()
            + "/"
            + resource.plural()
            + "?watch=1&allowWatchBookmarks=true&sendInitialEvents=true"
            + "&resourceVersionMatch=NotOlderThan&timeoutSeconds=36000",
        "HTTP/1.1",
        List.of(
            new Message.Header("Host", authority),
            new Message.Header("Authorization", "Bearer " + token)),
        new byte[0],
        Optional.empty());
  }

  private void follow(Connection connection, Resource resource) {
    var latest = 0L;
    var isInitial = true;
    try (var lines = connection.lines()) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var event = JsonFormat.parse(line.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        var metadata = event.at("/object/metadata");
        var version = metadata.path("resourceVersion").asLong();
        if (event.path("type").asText().equals("BOOKMARK")) {
          isInitial = false;
        } else if (!isInitial && version <= latest) {
          breaks(resource + ": an event of " + version + " came after one of " + latest);
        }
        latest = Math.max(latest, version);
        saw(event.path("type").asText(), metadata);
      }
      breaks(resource + ": the watch ended");
    } catch (IOException | IllegalArgumentException e) {
      breaks(resource + ": the watch broke: " + e);
    }
  }

  private synchronized void saw(String type, JsonNode metadata) {
    seen.add(metadata.path("resourceVersion").asText());
    if (type.equals("DELETED")) {
      seen.add(metadata.path("uid").asText());
    }
    notifyAll();
  }

  private synchronized void breaks(String what) {
    if (!closing) {
      broken.add(what);
    }
  }

  /// The failures of the watches themselves.
  synchronized List<String> broken() {
    return List.copyOf(broken);
  }

  /// Waits until a resourceVersion, or the identity of a deleted object, was seen.
  ///
  /// @return whether it was, in time
  synchronized boolean hasSeen(String what) throws InterruptedException {
    var end = System.nanoTime() + Connection.PATIENCE.toNanos();
    while (!seen.contains(what)) {
      var left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  @Override
  public void close() {
    synchronized (this) {
      closing = true;
    }
    connections.forEach(Connection::close);
  }
}
