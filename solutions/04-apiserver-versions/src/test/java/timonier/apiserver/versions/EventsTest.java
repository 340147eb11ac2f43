package timonier.apiserver.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.versions.VersionsServer.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventsTest {

  private static final String FIRST = "/api/v1/namespaces/default/events";
  private static final String SECOND = "/apis/events.k8s.io/v1/namespaces/default/events";

  private final VersionsServer server = new VersionsServer();

  @AfterEach
  void close() {
    server.close();
  }

  private static ObjectNode old(String name) {
    return (ObjectNode)
        json(
            "{'metadata':{'name':'%s'},'reason':'Started','message':'it runs','type':'Normal',"
                    .formatted(name)
                + "'involvedObject':{'kind':'Pod','namespace':'default','name':'a'},"
                + "'source':{'component':'kubelet','host':'n1'},'count':3,"
                + "'firstTimestamp':'2026-01-01T00:00:00Z',"
                + "'lastTimestamp':'2026-01-01T00:01:00Z'}");
  }

  private static ObjectNode recent(String name) {
    return (ObjectNode)
        json(
            "{'metadata':{'name':'%s'},'eventTime':'2026-01-01T00:00:00.000000Z',".formatted(name)
                + "'reason':'Started','note':'it runs','type':'Normal','action':'Start',"
                + "'reportingController':'example.com/c','reportingInstance':'c-1',"
                + "'regarding':{'kind':'Pod','namespace':'default','name':'b'}}");
  }

  @Test
  void an_event_is_read_with_the_names_of_the_version_that_is_asked() {
    server.create(FIRST, old("a"));

    var read = server.get(SECOND + "/a");
    assertThat(read.path("apiVersion").asText()).isEqualTo("events.k8s.io/v1");
    assertThat(read.path("note").asText()).isEqualTo("it runs");
    assertThat(read.at("/regarding/name").asText()).isEqualTo("a");
    assertThat(read.at("/deprecatedSource/host").asText()).isEqualTo("n1");
    assertThat(read.path("deprecatedCount").asInt()).isEqualTo(3);
    assertThat(read.path("deprecatedFirstTimestamp").asText()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(read.path("deprecatedLastTimestamp").asText()).isEqualTo("2026-01-01T00:01:00Z");
    assertThat(read.has("message") || read.has("involvedObject") || read.has("source")).isFalse();
    assertThat(read.has("reportingComponent") || read.has("reportingController")).isFalse();
    assertThat(server.get(FIRST + "/a").path("reportingComponent").isTextual()).isTrue();
  }

  @Test
  void an_event_is_kept_once_and_found_in_both_versions() {
    var made = server.create(SECOND, recent("b"));
    server.create(FIRST, old("a"));

    var read = server.get(FIRST + "/b");
    assertThat(read.path("apiVersion").asText()).isEqualTo("v1");
    assertThat(read.path("message").asText()).isEqualTo("it runs");
    assertThat(read.path("reportingComponent").asText()).isEqualTo("example.com/c");
    assertThat(read.at("/metadata/uid")).isEqualTo(made.at("/metadata/uid"));
    assertThat(read.at("/metadata/resourceVersion"))
        .isEqualTo(made.at("/metadata/resourceVersion"));
    for (var list : new String[] {FIRST, SECOND, SECOND + "?limit=1"}) {
      var all = server.get(list);
      var isCut = list.endsWith("limit=1");
      assertThat(all.path("items")).hasSize(isCut ? 1 : 2);
      if (isCut) {
        var rest =
            server.get(SECOND + "?limit=1&continue=" + all.at("/metadata/continue").asText());
        assertThat(rest.at("/items/0/metadata/name").asText()).isEqualTo("b");
      }
    }
    VersionsServer.expect(200, server.call("DELETE", SECOND + "/b", "", ""));
    assertThat(server.get(FIRST).path("items")).hasSize(1);
  }

  @Test
  void watches_tell_each_version_in_its_own_form() {
    var first = server.watch(FIRST);
    var second = server.watch(SECOND + "?fieldSelector=regarding.name%3Db");

    server.create(FIRST, old("a"));
    server.create(SECOND, recent("b"));
    server.settle();

    assertThat(first).extracting(event -> event.path("message").asText()).hasSize(2);
    assertThat(second)
        .singleElement()
        .extracting(event -> event.path("note").asText())
        .isEqualTo("it runs");
  }

  @Test
  void events_are_selected_by_the_fields_of_the_version() {
    server.create(FIRST, old("a"));
    server.create(SECOND, recent("b"));

    assertThat(server.get(FIRST + "?fieldSelector=involvedObject.name%3Da").path("items"))
        .hasSize(1);
    assertThat(server.get(SECOND + "?fieldSelector=regarding.name%3Da").path("items")).hasSize(1);
    assertThat(server.get(SECOND + "?fieldSelector=source%3Dkubelet").path("items")).hasSize(1);
    assertThat(
            server
                .get(SECOND + "?fieldSelector=reportingController%3Dexample.com/c,type%3DNormal")
                .path("items"))
        .hasSize(1);
    var unknown = SECOND + "?fieldSelector=involvedObject.name%3Da";
    VersionsServer.expect(400, server.call("GET", unknown, "", ""));
  }

  @Test
  void the_columns_are_the_same() {
    server.create(SECOND, recent("b"));

    var first = server.table(FIRST + "/b");
    var second = server.table(SECOND + "/b");
    assertThat(second.path("columnDefinitions")).isEqualTo(first.path("columnDefinitions"));
    assertThat(second.at("/rows/0/cells")).isEqualTo(first.at("/rows/0/cells"));
    assertThat(second.at("/rows/0/cells").toString()).contains("pod/b", "it runs");
    var whole = server.table(SECOND + "?includeObject=Object");
    assertThat(whole.at("/rows/0/object/note").asText()).isEqualTo("it runs");
  }

  @Test
  void what_is_deprecated_cannot_be_made_anew() {
    var event = recent("b");
    event.remove("eventTime");
    event.put("type", "Odd").put("deprecatedCount", 2);
    event.put("deprecatedFirstTimestamp", "2026-01-01T00:00:00Z");
    event.putObject("deprecatedSource").put("host", "n1");
    event.putObject("series").put("count", 1).put("lastObservedTime", "2026-01-01T00:00:00.0Z");

    assertThat(server.refused("POST", SECOND, event))
        .containsExactlyInAnyOrder(
            "series.count", "eventTime", "type", "firstTimestamp", "count", "source");
  }

  @Test
  void an_event_with_a_time_says_who_tells_of_it() {
    var event = recent("b");
    event.remove(java.util.List.of("reportingController", "action"));
    event.put("reason", "r".repeat(129)).put("note", "n".repeat(1025));

    assertThat(server.refused("POST", SECOND, event))
        .containsExactlyInAnyOrder("reportingController", "action", "reason", "message");
    event = recent("b").put("reportingController", "no name");
    assertThat(server.refused("POST", SECOND, event)).containsExactly("reportingController");
  }

  @Test
  void only_a_series_changes() {
    server.create(SECOND, recent("b"));

    var again = "{'series':{'count':2,'lastObservedTime':'2026-01-01T00:02:00.000000Z'}}";
    var changed = server.merge(SECOND + "/b", again);
    assertThat(changed.at("/series/count").asInt()).isEqualTo(2);
    assertThat(server.get(FIRST + "/b").at("/series/count").asInt()).isEqualTo(2);
    var other = ((ObjectNode) changed.deepCopy()).put("note", "else").put("action", "Stop");
    assertThat(server.refused("PUT", SECOND + "/b", other))
        .containsExactlyInAnyOrder("message", "action");
  }

  @Test
  void a_write_that_changes_nothing_is_none() {
    var made = server.create(SECOND, recent("b"));

    var again = server.replace(SECOND + "/b", made);
    assertThat(again).isEqualTo(made);
    var patched = server.merge(SECOND + "/b", "{'note':'it runs'}");
    assertThat(patched.at("/metadata/resourceVersion"))
        .isEqualTo(made.at("/metadata/resourceVersion"));
  }

  @Test
  void an_event_can_be_applied() {
    var event = recent("b").put("apiVersion", "events.k8s.io/v1").put("kind", "Event");

    server.apply(201, SECOND + "/b", "m", event);
    var again = server.apply(200, SECOND + "/b", "m", event);

    assertThat(again.at("/metadata/managedFields/0/fieldsV1/f:note").isObject()).isTrue();
    assertThat(server.get(FIRST + "/b").path("message").asText()).isEqualTo("it runs");
  }

  @Test
  void clients_learn_of_both_versions() {
    assertThat(server.get("/apis/events.k8s.io/v1").path("resources"))
        .extracting(resource -> resource.path("name").asText())
        .containsExactly("events");
    var schemas = server.get("/openapi/v3/apis/events.k8s.io/v1").at("/components/schemas");
    assertThat(schemas.at("/io.k8s.api.events.v1.Event/properties/note").isObject()).isTrue();
    JsonNode all = server.get("/openapi/v2").path("definitions");
    assertThat(all.has("io.k8s.api.events.v1.Event")).isTrue();
  }

  @Test
  void nobody_is_warned_that_nothing_acts_on_events() {
    var made = server.call("POST", SECOND, "application/json", recent("b").toString());

    assertThat(made.headers()).doesNotContainKey("warning");
  }
}
