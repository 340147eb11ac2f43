package timonier.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.TestServer.CONFIG_MAPS;
import static timonier.apiserver.TestServer.PODS;
import static timonier.apiserver.TestServer.expect;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.Meta.ObjectMeta;
import io.kubernetes.client.proto.Runtime;
import io.kubernetes.client.proto.V1;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import timonier.apiserver.requests.MediaTypes;
import timonier.apiserver.schema.ProtobufBody;

class NegotiationTest {

  private static final String TABLE =
      "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;"
          + "g=meta.k8s.io,application/json";

  private final TestServer server = new TestServer();

  @AfterEach
  void close() {
    server.close();
  }

  private JsonNode table(String url) {
    return expect(200, server.server.call(server.request("GET", url).withHeader("accept", TABLE)));
  }

  @Test
  void a_list_as_a_table_has_columns_rows_and_a_version() {
    server.pod("a");

    var table = table(PODS);
    assertThat(table.path("kind").asText()).isEqualTo("Table");
    assertThat(table.path("apiVersion").asText()).isEqualTo("meta.k8s.io/v1");
    assertThat(table.at("/metadata/resourceVersion").asText()).isNotEmpty();
    var headers = new ArrayList<String>();
    table.path("columnDefinitions").forEach(column -> headers.add(column.path("name").asText()));
    assertThat(headers).startsWith("Name", "Ready", "Status", "Restarts", "Age", "IP", "Node");
    assertThat(table.at("/rows/0/cells/2").asText()).isEqualTo("Pending");
    assertThat(table.at("/rows/0/object/kind").asText()).isEqualTo("PartialObjectMetadata");
  }

  @Test
  void a_table_may_carry_whole_objects() {
    server.pod("a");

    assertThat(table(PODS + "?includeObject=Object").at("/rows/0/object/kind").asText())
        .isEqualTo("Pod");
  }

  @Test
  void one_object_is_a_table_of_one_row() {
    server.pod("a");

    assertThat(table(PODS + "/a").path("rows").size()).isEqualTo(1);
  }

  @Test
  void a_table_continues_like_a_list() {
    server.pod("a");
    server.pod("b");

    var first = table(PODS + "?limit=1");
    var token = first.at("/metadata/continue").asText();
    assertThat(first.at("/metadata/remainingItemCount").asInt()).isEqualTo(1);
    assertThat(table(PODS + "?limit=1&continue=" + token).at("/rows/0/cells/0").asText())
        .isEqualTo("b");
  }

  private String yaml(int code, String url) {
    var response =
        server.server.call(server.request("GET", url).withHeader("accept", "application/yaml"));
    assertThat(response.code()).isEqualTo(code);
    assertThat(response.headers()).containsEntry("content-type", "application/yaml");
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  @Test
  void objects_lists_and_refusals_are_yaml_where_a_client_prefers_it() {
    server.pod("a");

    assertThat(yaml(200, PODS + "/a")).startsWith("apiVersion: v1\nkind: Pod\nmetadata:\n");
    assertThat(yaml(200, PODS)).contains("\nkind: PodList\n").contains("\n    name: a\n");
    assertThat(yaml(404, PODS + "/b")).contains("code: 404").contains("reason: NotFound");
  }

  @Test
  void the_form_that_a_client_likes_best_is_taken() {
    assertThat(MediaTypes.best("application/vnd.kubernetes.protobuf, */*"))
        .hasValue("application/json");
    assertThat(MediaTypes.best("application/json;q=0.5, application/yaml"))
        .hasValue("application/yaml");
    assertThat(MediaTypes.best("text/html")).isEmpty();
  }

  @Test
  void a_form_that_nobody_serves_is_not_acceptable() {
    var request = server.request("GET", PODS).withHeader("accept", "text/html");

    TestServer.refusal(406, "NotAcceptable", server.server.call(request));
  }

  @Test
  void the_root_lists_the_paths_of_the_server() {
    var paths = server.get("/").path("paths").toString();

    assertThat(paths).contains("\"/api/v1\"", "\"/apis/apps/v1\"", "\"/openapi/v3\"");
    assertThat(server.get("/version").path("gitCommit").asText()).matches("[0-9a-f]{40}");
  }

  @Test
  void the_server_says_which_release_it_serves() {
    var version = server.get("/version");

    assertThat(version.path("major").asText()).isEqualTo("1");
    assertThat(version.path("minor").asText()).isEqualTo("36");
    assertThat(version.path("gitVersion").asText()).startsWith("v1.36.").endsWith("+timonier");
  }

  @Test
  void discovery_lists_groups_and_resources() {
    assertThat(server.get("/api").path("versions").toString()).isEqualTo("[\"v1\"]");
    var core = server.get("/api/v1").path("resources").toString();
    assertThat(core).contains("\"pods\"", "\"pods/status\"", "\"pods/binding\"", "\"namespaces\"");
    assertThat(server.get("/apis").toString()).contains("apps/v1", "coordination.k8s.io/v1");
    assertThat(server.get("/apis/apps/v1").toString()).contains("\"deployments/scale\"");
  }

  @Test
  void the_health_of_the_server_is_plain_text() {
    var response = server.call("GET", "/healthz");

    assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo("ok");
    assertThat(response.headers().get("content-type")).startsWith("text/plain");
  }

  @Test
  void a_document_that_has_not_changed_is_not_sent_again() {
    var first = server.call("GET", "/openapi/v2");
    var again =
        server.server.call(
            server
                .request("GET", "/openapi/v2")
                .withHeader("if-none-match", first.headers().getOrDefault("etag", "")));

    assertThat(first.code()).isEqualTo(200);
    assertThat(again.code()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void metrics_are_there_for_those_who_scrape() {
    var response = server.call("GET", "/metrics");

    assertThat(response.code()).isEqualTo(200);
    assertThat(new String(response.body(), StandardCharsets.UTF_8))
        .contains("# TYPE apiserver_request_total counter")
        .contains("# TYPE apiserver_storage_revision gauge");
  }

  /// A document as client-go writes it.
  private static byte[] protobuf(String kind, Message message) {
    var type = Runtime.TypeMeta.newBuilder().setApiVersion("v1").setKind(kind);
    var envelope =
        Runtime.Unknown.newBuilder().setTypeMeta(type).setRaw(message.toByteString()).build();
    var magic = ByteString.copyFrom(new byte[] {'k', '8', 's', 0});
    return magic.concat(envelope.toByteString()).toByteArray();
  }

  private JsonNode send(int code, String method, String url, byte[] body) {
    return expect(
        code,
        server.server.call(server.request(method, url).withBody(ProtobufBody.MEDIA_TYPE, body)));
  }

  @Test
  void documents_in_protobuf_make_replace_and_delete_objects() {
    var meta = ObjectMeta.newBuilder().setName("a");
    var made = V1.ConfigMap.newBuilder().setMetadata(meta).putData("k", "1");

    send(201, "POST", CONFIG_MAPS, protobuf("ConfigMap", made.build()));
    var replaced =
        send(200, "PUT", CONFIG_MAPS + "/a", protobuf("ConfigMap", made.putData("k", "2").build()));
    assertThat(replaced.at("/data/k").asText()).isEqualTo("2");

    var other = Meta.Preconditions.newBuilder().setUid("another");
    var options = Meta.DeleteOptions.newBuilder().setPreconditions(other).build();
    send(409, "DELETE", CONFIG_MAPS + "/a", protobuf("DeleteOptions", options));
  }
}
