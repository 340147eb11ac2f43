package timonier.apiserver.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import timonier.apiserver.ApiServer;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.User;
import timonier.apiserver.schema.Schemas;
import timonier.apiserver.streams.ClientConnection;
import timonier.kit.loop.EventLoop;
import timonier.kit.sim.Simulation;
import timonier.pods.PodsPart;
import timonier.store.MemoryStore;

/// Requests that are passed on to a node, whose kubelet says what each test wrote.
class ProxyTest {

  private static final String NODE =
      """
      {"metadata": {"name": "n1"},
       "status": {"addresses": [{"type": "InternalIP", "address": "10.1.0.1"}],
                  "daemonEndpoints": {"kubeletEndpoint": {"Port": 10250}}}}
      """;

  private static final String PROXY = "/api/v1/nodes/n1/proxy";

  private final Simulation simulation = new Simulation(1);
  private final EventLoop loop = simulation.loop("apiserver");
  private ScriptedProgram program = new ScriptedProgram(loop, "", true);

  @AfterEach
  void close() {
    simulation.close();
  }

  /// What a client is answered.
  private record Answer(int code, Map<String, String> headers, String body) {}

  private ApiServer server() {
    var parts = List.of(PodsPart.part(), ApiServerPart.part(), ProxyPart.part());
    var server =
        new ApiServer(loop, new MemoryStore(), new Schemas(), parts, Optional.of(program)).start();
    var made =
        server.call(
            ApiRequest.of(
                "POST", "/api/v1/nodes", Map.of(), "application/json", NODE, User.admin()));
    assertThat(made.code()).isEqualTo(201);
    var told =
        server.call(
            ApiRequest.of(
                "PATCH",
                "/api/v1/nodes/n1/status",
                Map.of(),
                "application/merge-patch+json",
                NODE,
                User.admin()));
    assertThat(told.code()).isEqualTo(200);
    return server;
  }

  private Answer answer(ScriptedProgram program, ApiRequest request) {
    return with(program, server -> whole(server.call(request)));
  }

  private <T> T with(ScriptedProgram program, Function<ApiServer, T> work) {
    this.program = program;
    return simulation.call(() -> work.apply(server()));
  }

  private static Answer whole(ApiResponse response) {
    var body = new String(response.body(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    return new Answer(response.code(), response.headers(), body);
  }

  private ScriptedProgram saying(String words) {
    return new ScriptedProgram(loop, words, true);
  }

  private static ApiRequest get(String path) {
    return ApiRequest.at("GET", path, User.admin());
  }

  @Test
  void a_request_reaches_the_program_without_what_is_for_the_server_alone() {
    var program = saying("HTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Length: 2\n\nhi");
    var request =
        get(PROXY + "/a b/ü?ignored=")
            .withHeader("host", "cluster.example:6443")
            .withHeader("authorization", "Bearer secret")
            .withHeader("x-remote-user", "root")
            .withHeader("connection", "keep-alive, x-mine")
            .withHeader("x-mine", "1")
            .withHeader("x-forwarded-for", "198.51.100.1")
            .withHeader("accept", "*/*")
            .from(new ScriptedClient("", 0));

    assertThat(answer(program, request).body()).isEqualTo("hi");
    assertThat(program.heard())
        .isEqualTo(
            """
            GET /a%20b/%C3%BC?a&b=%20 HTTP/1.1
            host: cluster.example:6443
            x-forwarded-for: 198.51.100.1, 192.0.2.7
            accept: */*
            x-forwarded-uri: /api/v1/nodes/n1/proxy/a%20b/%C3%BC
            connection: close

            """);
    assertThat(program.isClosed()).isTrue();
  }

  @Test
  void an_answer_comes_back_without_what_was_for_this_connection() {
    var answer =
        answer(
            saying(
                """
                HTTP/1.1 100 Continue

                HTTP/1.1 418 Teapot
                content-type: application/json
                Transfer-Encoding: chunked
                Connection: close, X-Mine
                X-Mine: 1
                Access-Control-Allow-Origin: *
                Set-Cookie: a=1
                Set-Cookie: b=2, c

                5
                {"a":
                2
                1}
                0

                """),
            get(PROXY + "/").withHeader("accept", "application/yaml, application/json"));

    assertThat(answer)
        .isEqualTo(
            new Answer(
                418,
                Map.of("Content-Type", "application/json", "Set-Cookie", "a=1\nb=2, c"),
                "{\"a\":1}"));
  }

  @Test
  void bodies_go_through_whatever_they_are() {
    var counted = saying("HTTP/1.1 200 OK\nContent-Length: 0\n\n").after("not protobuf");
    var protobuf =
        ApiRequest.at("POST", PROXY + "/x", User.admin())
            .withHeader("content-type", "application/vnd.kubernetes.protobuf");
    answer(counted, protobuf.from(new ScriptedClient("not protobuf", 12)));
    assertThat(counted.heard())
        .contains("POST /x?a&b=%20 HTTP/1.1\n")
        .endsWith("content-length: 12\n\nnot protobuf");

    var chunked = saying("HTTP/1.1 200 OK\nContent-Length: 0\n\n").after("\n0\n\n");
    answer(chunked, protobuf.from(new ScriptedClient("some", -1)));
    assertThat(chunked.heard()).endsWith("transfer-encoding: chunked\n\n4\nsome\n0\n\n");
  }

  @Test
  void an_answer_may_come_before_the_body_was_taken() {
    var program = saying("HTTP/1.1 413 Too Large\nContent-Length: 3\n\nno!").deaf();
    var request =
        ApiRequest.at("PUT", PROXY + "/x", User.admin())
            .from(new ScriptedClient("x".repeat(1 << 20), 1 << 20));

    assertThat(answer(program, request).body()).isEqualTo("no!");
  }

  @Test
  void every_method_is_passed_on() {
    for (var method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")) {
      var program = saying("HTTP/1.1 204 No Content\n\n");
      assertThat(answer(program, ApiRequest.at(method, PROXY + "/", User.admin())).code())
          .isEqualTo(204);
      assertThat(program.heard()).startsWith(method + " / HTTP/1.1\n");
      assertThat(program.isClosed()).isTrue();
    }
  }

  @Test
  void a_parameter_called_watch_is_the_programs_own() {
    var program = saying("HTTP/1.1 200 OK\nContent-Length: 0\n\n");

    assertThat(answer(program, get(PROXY + "/x?watch=true")).code()).isEqualTo(200);
    assertThat(program.heard()).startsWith("GET /x?watch=true HTTP/1.1\n");
  }

  @Test
  void a_page_at_the_root_ends_with_a_slash() {
    var answer = answer(saying(""), get(PROXY + "?a=b"));

    assertThat(answer.code()).isEqualTo(301);
    assertThat(answer.headers()).containsEntry("Location", PROXY + "/?a=b");
  }

  @Test
  void a_redirection_leads_through_the_server() {
    var words = "HTTP/1.1 302 Found\nLocation: /login?to=%2F\nContent-Length: 0\n\n";

    assertThat(answer(saying(words), get(PROXY + "/")).headers())
        .containsEntry("Location", PROXY + "/login?to=%2F");
  }

  @Test
  void nobody_who_answers_is_503() {
    for (var words : List.of("", "220 mail.example ESMTP\n", "HTTP/1.1 200 OK\n")) {
      var answer = answer(saying(words), get(PROXY + "/"));
      assertThat(answer.code()).isEqualTo(503);
      assertThat(answer.body()).contains("ServiceUnavailable", "error trying to reach service: ");
    }
  }

  @Test
  void a_body_that_ends_too_early_is_no_answer() {
    var broken = saying("HTTP/1.1 200 OK\nContent-Length: 5\n\nhi");
    var outcome =
        with(
            broken,
            server -> {
              try {
                server.call(get(PROXY + "/")).content().writeTo(new ByteArrayOutputStream());
                return "whole";
              } catch (IOException e) {
                return e.getMessage();
              }
            });

    assertThat(outcome).isEqualTo("the connection ended in a body");
    assertThat(broken.isClosed()).isTrue();
  }

  @Test
  void a_silent_program_is_cut_off() {
    var silent = new ScriptedProgram(loop, "", false);
    var waited =
        with(
            silent,
            server -> {
              var begin = loop.now();
              assertThat(server.call(get(PROXY + "/")).code()).isEqualTo(503);
              return Duration.between(begin, loop.now());
            });

    assertThat(waited).isBetween(Exchange.ANSWER, Exchange.ANSWER.multipliedBy(2));
    assertThat(silent.isClosed()).isTrue();
  }

  @Test
  void a_client_that_leaves_ends_its_request() {
    var silent = new ScriptedProgram(loop, "", false);
    var client = new ScriptedClient("", 0);
    var waited =
        with(
            silent,
            server -> {
              var begin = loop.now();
              loop.after(Duration.ofSeconds(1), client::leave);
              server.call(get(PROXY + "/").from(client));
              return Duration.between(begin, loop.now());
            });

    assertThat(waited).isEqualTo(Duration.ofSeconds(1));
    assertThat(silent.isClosed()).isTrue();
  }

  @Test
  void client_and_program_may_agree_on_another_protocol() {
    var program =
        saying(
            """
            HTTP/1.1 101 Switching Protocols
            Connection: Upgrade
            Upgrade: websocket
            Sec-WebSocket-Accept: x

            welcome\
            """);
    var heard =
        with(
            program,
            server -> {
              var request =
                  get(PROXY + "/socket")
                      .withHeader("connection", "Upgrade")
                      .withHeader("upgrade", "websocket");
              var upgrade = server.call(request).upgrade().orElseThrow();
              assertThat(upgrade.headers())
                  .containsEntry("Upgrade", "websocket")
                  .containsEntry("Sec-Websocket-Accept", "x");
              var out = new ByteArrayOutputStream();
              var in = new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8));
              try {
                upgrade.talk().with(new ClientConnection(in, out, () -> {}));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              return out.toString(StandardCharsets.UTF_8);
            });

    assertThat(heard).isEqualTo("welcome");
    assertThat(program.heard())
        .contains("connection: Upgrade\nupgrade: websocket\n")
        .endsWith("\n\nhello");
  }

  @Test
  void an_upgrade_that_nobody_asked_for_is_refused() {
    assertThat(answer(saying("HTTP/1.1 101 Switching\n\n"), get(PROXY + "/")).code())
        .isEqualTo(503);
  }

  @Test
  void only_the_kubelets_own_port_of_a_node_can_be_asked() {
    var words = "HTTP/1.1 200 OK\nContent-Length: 0\n\n";

    assertThat(answer(saying(words), get("/api/v1/nodes/n1:10250/proxy/")).code()).isEqualTo(200);
    assertThat(answer(saying(words), get("/api/v1/nodes/n1:22/proxy/")).body())
        .contains("address not allowed");
    assertThat(answer(saying(words), get("/api/v1/nodes/ftp:n1:1/proxy/")).body())
        .contains("invalid node request \\\"ftp:n1:1\\\"");
    assertThat(answer(saying(words), get("/api/v1/nodes/n2/proxy/")).code()).isEqualTo(404);
  }
}
