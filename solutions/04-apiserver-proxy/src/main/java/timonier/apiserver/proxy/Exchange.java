package timonier.apiserver.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiRequest.Incoming;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.Body;
import timonier.apiserver.streams.ChunkedOutput;
import timonier.apiserver.streams.Upgrade;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.Promise;
import timonier.pods.objects.ApiException;

/// One request that is passed on, and its answer: HTTP/1.1 on a connection of its own.
///
/// Bodies go through in both directions at once, in pieces that are passed on as they come; what is
/// slow makes the other side wait. A client that leaves ends the request.
final class Exchange {

  /// How long nothing may move before the answer begins.
  static final Duration ANSWER = Duration.ofMinutes(5);

  /// How long nothing may move from then on: programs that tell news may have none for long.
  static final Duration SILENCE = Duration.ofHours(1);

  /// How long a client may go on with a body that nobody wants any more. It gets the answer first
  /// that way: to end a connection before everything was read makes what is under way be lost.
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private static final int PIECE = 32 << 10;

  private final EventLoop loop;
  private final ApiRequest request;
  private final Incoming client;
  private final Destination destination;
  private final String prefix;
  private final RequestHead head;

  /// @param prefix the path that stands for the root of the program
  /// @param target path and query for the program, as they stand in an address
  Exchange(
      EventLoop loop, ApiRequest request, Destination destination, String prefix, String target) {
    this.loop = loop;
    this.request = request;
    this.client = request.incoming().orElseGet(() -> new WholeRequest(request));
    this.destination = destination;
    this.prefix = prefix;
    this.head = RequestHead.of(request, client, destination.host(), target);
  }

  /// Passes the request on.
  ///
  /// @return the answer, whose body is read while it is written
  /// @throws timonier.pods.objects.ApiException 503 if there is none
  ApiResponse answer() {
    var connection = new PatientConnection(loop, destination.dial(), ANSWER);
    client.onGone(connection::close);
    begin(connection);
    var sent = loop.<Boolean>promise();
    if (client.length() == 0) {
      sent.complete(true);
    } else {
      loop.spawn("proxied body", () -> send(connection, sent));
    }
    try {
      var answer = ResponseHead.read(connection.in());
      connection.allow(SILENCE);
      return answer(connection, sent, answer);
    } catch (ApiException refusal) {
      end(connection, sent);
      throw refusal;
    } catch (IOException | NumberFormatException e) {
      end(connection, sent);
      throw Destination.unreachable(String.valueOf(e.getMessage()));
    }
  }

  private void begin(PatientConnection connection) {
    try {
      connection.out().write(head.bytes());
      connection.out().flush();
    } catch (IOException e) {
      connection.close();
      throw Destination.unreachable(String.valueOf(e.getMessage()));
    }
  }

  private ApiResponse answer(
      PatientConnection connection, Promise<Boolean> sent, ResponseHead answer) throws IOException {
    if (answer.code() == ResponseHead.SWITCHING_PROTOCOLS) {
      return upgraded(connection, answer);
    }
    var body = new Passing(connection, sent, answer);
    if (!answer.hasBody(request.method())) {
      end(connection, sent);
    }
    return new ApiResponse(answer.code(), redirected(answer), body, Optional.empty());
  }

  private Map<String, String> redirected(ResponseHead answer) {
    var headers = answer.passedOn();
    var redirects = new Redirects(prefix, destination.host(), request.header("host"));
    headers.computeIfPresent("Location", (_, location) -> redirects.rewrite(location));
    return headers;
  }

  private ApiResponse upgraded(PatientConnection connection, ResponseHead answer)
      throws IOException {
    if (request.header("upgrade").isEmpty()) {
      throw new IOException("the protocol was switched, which nobody asked for");
    }
    var tunnel = new Tunnel(loop, connection);
    return ApiResponse.of(new Upgrade(answer.headers(), tunnel::talk, connection::close));
  }

  private void send(PatientConnection connection, Promise<Boolean> sent) {
    try {
      sendBody(connection);
    } catch (IOException _) {
      // the client is gone
      connection.close();
    } finally {
      sent.complete(true);
    }
  }

  /// Sends the body. What the program does not take any more is read all the same: its answer says
  /// why, and a client may look at that only when it has sent everything.
  private void sendBody(PatientConnection connection) throws IOException {
    var out = client.length() < 0 ? new ChunkedOutput(connection.out()) : connection.out();
    var piece = new byte[PIECE];
    var isTaken = true;
    for (var n = client.body().read(piece); n >= 0; n = client.body().read(piece)) {
      isTaken = isTaken && isTaken(out, piece, n);
    }
    if (isTaken && client.length() < 0) {
      out.close();
    }
  }

  private static boolean isTaken(OutputStream out, byte[] piece, int length) {
    try {
      out.write(piece, 0, length);
      out.flush();
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// Ends the connection, and waits until nobody reads from the client any more.
  private void end(PatientConnection connection, Promise<Boolean> sent) {
    connection.close();
    var limit = loop.after(FAREWELL, client::cut);
    sent.await();
    limit.cancel();
  }

  /// The body of the answer.
  private final class Passing implements Body {
    private final PatientConnection connection;
    private final Promise<Boolean> sent;
    private final ResponseHead answer;

    Passing(PatientConnection connection, Promise<Boolean> sent, ResponseHead answer) {
      this.connection = connection;
      this.sent = sent;
      this.answer = answer;
    }

    @Override
    public long length() {
      return answer.isBodiless() ? -1 : answer.length();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      if (!answer.hasBody(request.method())) {
        return;
      }
      try {
        pass(answer.body(connection.in()), out);
      } finally {
        end(connection, sent);
      }
    }
  }

  /// Passes a stream on, each piece at once.
  static void pass(InputStream in, OutputStream out) throws IOException {
    var piece = new byte[PIECE];
    for (var n = in.read(piece); n >= 0; n = in.read(piece)) {
      out.write(piece, 0, n);
      out.flush();
    }
  }
}
