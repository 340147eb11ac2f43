package timonier.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.TestServer.PODS;
import static timonier.apiserver.TestServer.refusal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import timonier.apiserver.extensions.NodeConnection;
import timonier.apiserver.streams.NodeChannels;
import timonier.pods.objects.ApiException;
import timonier.pods.runtime.ContainerRuntime.Connection;

class LogsTest {

  private final Kubelet kubelet = new Kubelet();
  private final TestServer server = new TestServer(Optional.of(kubelet));

  /// A kubelet that has one line of a log, or none.
  private static final class Kubelet implements NodeConnection {
    private final List<String> asked = new ArrayList<>();
    private boolean refuses;

    @Override
    public void logs(JsonNode node, String pathAndQuery, OutputStream out) throws IOException {
      asked.add(pathAndQuery);
      if (refuses) {
        throw ApiException.badRequest("there is no log");
      }
      out.write("line\n".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public NodeChannels open(JsonNode node, String pathAndQuery) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Connection dial(JsonNode node) {
      throw new UnsupportedOperationException();
    }
  }

  @BeforeEach
  void start() {
    server.create("/api/v1/nodes", "{'metadata':{'name':'n1'}}");
    server.pod("a");
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void the_head_of_a_log_is_refused_as_the_log_is() {
    server.bind("a", "n1");
    kubelet.refuses = true;

    assertThat(refusal(400, "BadRequest", server.call("HEAD", PODS + "/a/log")))
        .isEqualTo("there is no log");
  }

  @Test
  void the_head_of_a_log_waits_for_no_more_than_its_beginning() {
    server.bind("a", "n1");

    var head = server.call("HEAD", PODS + "/a/log?follow=true&timestamps=True&limitBytes=7");
    assertThat(head.code()).isEqualTo(200);
    assertThat(kubelet.asked)
        .containsExactly("/containerLogs/default/a/web?timestamps=true&limitBytes=1");
  }

  @Test
  void what_is_wanted_of_a_log_is_checked_before_the_log_is_looked_for() {
    assertThat(refusal(400, "BadRequest", server.call("GET", PODS + "/a/log?tailLines=x")))
        .isEqualTo("strconv.ParseInt: parsing \"x\": invalid syntax");
    refusal(422, "Invalid", server.call("HEAD", PODS + "/a/log?sinceSeconds=0"));
  }
}
