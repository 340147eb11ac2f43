package timonier.pods.programs;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// The program of the image `timonier/visitor`: once a second, sends a request to a neighbour in
/// its pod, over localhost, and prints the answer.
public final class Visitor {

  private static final Duration PERIOD = Duration.ofSeconds(1);

  /// Sends requests until it is stopped.
  public static void main(String[] arguments) throws InterruptedException {
    var port = System.getenv().getOrDefault("PORT", "8080");
    var address = "http://" + OwnAddress.localhost() + ":" + port + "/";
    try (var client = HttpClient.newHttpClient()) {
      while (true) {
        System.out.println(ask(client, address));
        Thread.sleep(PERIOD);
      }
    }
  }

  private static String ask(HttpClient client, String address) throws InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(address)).timeout(PERIOD).build();
    try {
      return address + " says: " + client.send(request, BodyHandlers.ofString()).body().strip();
    } catch (IOException e) {
      return address + " does not answer: " + e;
    }
  }

  private Visitor() {}
}
