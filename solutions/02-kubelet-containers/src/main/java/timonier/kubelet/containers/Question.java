package timonier.kubelet.containers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import timonier.kit.loop.EventLoop;
import timonier.pods.Container;
import timonier.pods.objects.Json;
import timonier.pods.runtime.ContainerRuntime;
import timonier.pods.runtime.ContainerRuntime.Connection;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;
import timonier.pods.runtime.ContainerRuntime.From;
import timonier.pods.runtime.RuntimeFailure;

/// One way to ask a container something: run a command, get a page, open a connection, ask for the
/// health of a service, or just wait. Probes and life-cycle hooks are such questions.
public sealed interface Question {

  /// Run a command inside; well if it exits with 0.
  record Exec(List<String> command) implements Question {}

  /// Get a page; well if the answer is 200 to 399.
  ///
  /// @param target its host and port
  /// @param secure whether by HTTPS; any certificate is accepted
  record Http(Target target, String path, List<Container.HttpHeader> headers, boolean secure)
      implements Question {}

  /// Open a connection; well if it opens.
  record Tcp(Target target) implements Question {}

  /// Ask for the health of a service by gRPC; well if it is serving.
  record Grpc(int port, String service) implements Question {}

  /// Wait.
  record Sleep(Duration duration) implements Question {}

  /// A probe or hook that cannot be carried out.
  record Impossible(String why) implements Question {}

  /// The host and port of a question.
  ///
  /// @param host a name or address, as the node sees it; empty for the pod itself
  /// @param port a number
  record Target(String host, int port) {

    Connection dial(ContainerRuntime runtime, ContainerRecord record, Duration timeout) {
      return host.isEmpty()
          ? runtime.dial(record.sandboxId(), From.NODE, port, timeout)
          : runtime.dial(host, port, timeout);
    }

    @Override
    public String toString() {
      var name = host.isEmpty() ? "localhost" : host;
      return (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
    }
  }

  /// The question of a probe.
  static Question of(Container container, Container.Probe probe) {
    if (probe.grpc().isPresent()) {
      var grpc = probe.grpc().get();
      return new Grpc(grpc.port(), grpc.service());
    }
    return of(
        container,
        new Container.Handler(probe.exec(), probe.httpGet(), probe.tcpSocket(), Optional.empty()));
  }

  /// The question of a hook.
  static Question of(Container container, Container.Handler handler) {
    if (handler.exec().isPresent()) {
      return new Exec(handler.exec().get().command());
    }
    if (handler.sleep().isPresent()) {
      return new Sleep(Duration.ofSeconds(handler.sleep().get().seconds()));
    }
    var http = handler.httpGet();
    var wanted = http.map(Container.HttpGet::port).or(() -> handler.tcpSocket().map(t -> t.port()));
    var port = wanted.flatMap(name -> port(container, name));
    if (port.isEmpty()) {
      return new Impossible("couldn't find port: " + wanted.map(Json::toString).orElse("none"));
    }
    return http.<Question>map(get ->
            new Http(
                new Target(get.host(), port.get()),
                path(get),
                get.httpHeaders(),
                get.scheme().equalsIgnoreCase("HTTPS")))
        .orElseGet(() -> {
          var host = handler.tcpSocket().map(Container.TcpSocket::host).orElse("");
          return new Tcp(new Target(host, port.get()));
        });
  }

  private static String path(Container.HttpGet get) {
    return get.path().startsWith("/") ? get.path() : "/" + get.path();
  }

  private static Optional<Integer> port(Container container, Json wanted) {
    if (wanted.tree().isNumber()) {
      return Optional.of(wanted.tree().asInt());
    }
    var name = wanted.tree().asText();
    if (!name.isEmpty() && name.chars().allMatch(Character::isDigit)) {
      return Optional.of(Integer.valueOf(name));
    }
    return container.ports().stream()
        .filter(port -> port.name().equals(name))
        .map(Container.Port::containerPort)
        .findFirst();
  }

  /// Asks, and waits for the answer.
  ///
  /// @param timeout how long the answer may take
  default Answer ask(
      EventLoop loop, ContainerRuntime runtime, ContainerRecord record, Duration timeout) {
    try {
      return switch (this) {
        case Exec exec -> exec(runtime.exec(record.id(), exec.command(), timeout));
        case Http http ->
            talk(
                loop,
                () -> http.target().dial(runtime, record, timeout),
                timeout,
                there -> http(there, http));
        case Grpc grpc ->
            talk(
                loop,
                () -> new Target("", grpc.port()).dial(runtime, record, timeout),
                timeout,
                there -> grpc(there, grpc));
        case Tcp tcp -> {
          tcp.target().dial(runtime, record, timeout).close();
          yield Answer.well();
        }
        case Sleep sleep -> {
          loop.sleep(sleep.duration().compareTo(timeout) < 0 ? sleep.duration() : timeout);
          yield Answer.well();
        }
        case Impossible impossible -> Answer.ill(impossible.why());
      };
    } catch (RuntimeFailure failure) {
      var message = String.valueOf(failure.getMessage());
      return failure.reason().equals(RuntimeFailure.UNAVAILABLE)
          ? Answer.unknown(message)
          : Answer.ill(message);
    } catch (RuntimeException failure) {
      return Answer.unknown(failure.toString());
    }
  }

  private static Answer exec(ContainerRuntime.ExecResult result) {
    return result.exitCode() == 0
        ? Answer.well()
        : Answer.ill(
            "command ended with %d: %s".formatted(result.exitCode(), result.output().strip()));
  }

  /// Opens a connection and talks, within a time limit.
  private static Answer talk(
      EventLoop loop,
      Supplier<Connection> opening,
      Duration timeout,
      Function<Connection, Answer> words) {
    var connection = opening.get();
    var timer = loop.after(timeout, connection::close);
    try {
      return words.apply(connection);
    } finally {
      timer.cancel();
      connection.close();
    }
  }

  private static Answer http(Connection connection, Http http) {
    try {
      var code = statusCode(http.secure() ? connection.encrypted() : connection, http);
      return code >= 200 && code < 400
          ? Answer.well()
          : Answer.ill("HTTP probe failed with statuscode: " + code);
    } catch (IOException e) {
      return Answer.ill("Get \"%s\": %s".formatted(http.path(), e.getMessage()));
    }
  }

  private static Answer grpc(Connection connection, Grpc grpc) {
    try {
      var status = GrpcHealth.check(connection, "localhost:" + grpc.port(), grpc.service());
      return status.equals(GrpcHealth.SERVING)
          ? Answer.well()
          : Answer.ill("service unhealthy (responded with \"%s\")".formatted(status));
    } catch (IOException e) {
      return Answer.ill("error: health rpc probe failed: " + e.getMessage());
    }
  }

  private static int statusCode(Connection connection, Http http) throws IOException {
    var request = new StringBuilder("GET " + http.path() + " HTTP/1.1\r\n");
    if (http.headers().stream().noneMatch(header -> header.name().equalsIgnoreCase("Host"))) {
      request.append("Host: ").append(http.target()).append("\r\n");
    }
    http.headers().forEach(h -> request.append(h.name() + ": " + h.value() + "\r\n"));
    request.append("User-Agent: kube-probe/1.36\r\nAccept: */*\r\nConnection: close\r\n\r\n");
    connection.out().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
    connection.out().flush();
    var words = firstLine(connection.in()).split(" ", 3);
    if (words.length < 2 || !words[0].startsWith("HTTP/") || !words[1].matches("\\d{3}")) {
      throw new IOException("the answer is not HTTP");
    }
    return Integer.parseInt(words[1]);
  }

  private static String firstLine(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (var next = in.read(); next >= 0 && next != '\n' && line.size() < 1024; next = in.read()) {
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }
}
