package timonier.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.TestServer.CONFIG_MAPS;
import static timonier.apiserver.TestServer.PODS;
import static timonier.apiserver.TestServer.version;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import timonier.apiserver.requests.Transport;
import timonier.apiserver.requests.WatchEvent;

class WatchTest {

  private final TestServer server = new TestServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void paths_of_old_ask_for_a_watch_of_all_or_of_one() {
    server.configMap("a");
    server.configMap("b");

    var all = server.watch("/api/v1/watch/namespaces/default/configmaps");
    var one = server.watch("/api/v1/watch/namespaces/default/configmaps/b");
    assertThat(all.events).containsExactly("ADDED a", "ADDED b");
    assertThat(one.events).containsExactly("ADDED b");
  }

  @Test
  void a_watch_tells_each_write_after_its_version_in_order() {
    server.configMap("old");
    var told = server.watch(CONFIG_MAPS + "?resourceVersion=" + version(server.get(CONFIG_MAPS)));

    server.configMap("a");
    server.merge(CONFIG_MAPS + "/a", "{'data':{'a':'2'}}");
    server.delete(CONFIG_MAPS + "/a");
    server.settle();
    assertThat(told.events).containsExactly("ADDED a", "MODIFIED a", "DELETED a");
  }

  @Test
  void a_watch_from_the_past_first_tells_what_was_missed() {
    var start = version(server.get(CONFIG_MAPS));
    server.configMap("a");
    server.configMap("b");

    var told = server.watch(CONFIG_MAPS + "?resourceVersion=" + start);
    server.configMap("c");
    server.settle();
    assertThat(told.events).containsExactly("ADDED a", "ADDED b", "ADDED c");
  }

  @Test
  void a_watch_without_a_version_begins_with_what_is_there() {
    server.configMap("a");

    var told = server.watch(CONFIG_MAPS);
    server.configMap("b");
    server.settle();
    assertThat(told.events).containsExactly("ADDED a", "ADDED b");
  }

  @Test
  void initial_events_are_sent_to_clients_that_say_yes_in_any_form() {
    server.configMap("a");
    var query = "?resourceVersionMatch=NotOlderThan&resourceVersion=0&sendInitialEvents=";

    var yes = server.watch(CONFIG_MAPS + query + "True");
    var no = server.watch(CONFIG_MAPS + query + "False");
    server.configMap("b");
    server.settle();

    assertThat(yes.events).containsExactly("ADDED a", "ADDED b");
    assertThat(no.events).containsExactly("ADDED b");
  }

  @Test
  void an_event_carries_the_version_of_its_write() {
    var told = server.watch(CONFIG_MAPS);
    var created = server.configMap("a");
    server.delete(CONFIG_MAPS + "/a");
    server.settle();

    assertThat(told.objects.getFirst()).isEqualTo(created);
    assertThat(version(told.objects.get(1))).isEqualTo(Long.toString(server.store.revision()));
  }

  @Test
  void a_late_watcher_joins_without_a_gap_and_without_a_repetition() {
    var first = server.watch(CONFIG_MAPS);
    var start = version(server.get(CONFIG_MAPS));
    for (var i = 0; i < 20; i++) {
      server.configMap("a" + i);
    }
    var second = server.watch(CONFIG_MAPS + "?resourceVersion=" + start);
    for (var i = 20; i < 40; i++) {
      server.configMap("a" + i);
    }
    server.settle();

    assertThat(first.events).hasSize(40).doesNotHaveDuplicates();
    assertThat(second.events).isEqualTo(first.events);
  }

  @Test
  void the_events_of_one_write_are_the_same_bytes_for_every_watcher() {
    var lines = new ArrayList<byte[]>();
    for (var i = 0; i < 2; i++) {
      server.server.watch(server.request("GET", CONFIG_MAPS), new Lines(lines));
    }
    server.settle();
    server.configMap("a");
    server.settle();

    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst()).isSameAs(lines.getLast());
    assertThat(new String(lines.getFirst(), java.nio.charset.StandardCharsets.UTF_8))
        .startsWith("{\"type\":\"ADDED\",\"object\":{")
        .endsWith("}}\n");
  }

  private record Lines(List<byte[]> lines) implements Transport.WatchObserver {
    @Override
    public void event(String type, byte[] object) {
      throw new AssertionError(type);
    }

    @Override
    public void events(List<WatchEvent> events) {
      events.forEach(event -> lines.add(event.line()));
    }

    @Override
    public void closed() {}
  }

  @Test
  void a_watch_of_one_namespace_hears_nothing_of_others() {
    var told = server.watch("/api/v1/namespaces/kube-system/configmaps");
    server.configMap("a");
    server.create("/api/v1/namespaces/kube-system/configmaps", "{'metadata':{'name':'b'}}");
    server.settle();

    assertThat(told.events).containsExactly("ADDED b");
  }

  @Test
  void a_watch_of_one_object_hears_nothing_of_others() {
    var byField = server.watch(CONFIG_MAPS + "?fieldSelector=metadata.name%3Da");
    var byPath = server.watch(CONFIG_MAPS + "/a");
    server.configMap("a");
    server.configMap("b");
    server.settle();

    assertThat(byField.events).containsExactly("ADDED a");
    assertThat(byPath.events).containsExactly("ADDED a");
  }

  @Test
  void an_object_that_comes_into_a_selection_is_added_and_one_that_leaves_it_is_deleted() {
    var told = server.watch(CONFIG_MAPS + "?labelSelector=app%3Dweb");
    server.configMap("a");
    server.merge(CONFIG_MAPS + "/a", "{'metadata':{'labels':{'app':'web'}}}");
    server.merge(CONFIG_MAPS + "/a", "{'data':{'a':'2'}}");
    var last = server.get(CONFIG_MAPS + "/a");
    var left = server.merge(CONFIG_MAPS + "/a", "{'metadata':{'labels':{'app':'db'}}}");
    server.delete(CONFIG_MAPS + "/a");
    server.settle();

    assertThat(told.events).containsExactly("ADDED a", "MODIFIED a", "DELETED a");
    assertThat(told.objects.getLast().path("data")).isEqualTo(last.path("data"));
    assertThat(told.objects.getLast().path("metadata").path("labels").path("app").asText())
        .isEqualTo("web");
    assertThat(version(told.objects.getLast())).isEqualTo(version(left));
  }

  @Test
  void a_kubelet_hears_of_the_pods_of_its_node_only() {
    var told = server.watch("/api/v1/pods?fieldSelector=spec.nodeName%3Dn1");
    server.pod("a");
    server.pod("b");
    server.bind("a", "n1");
    server.bind("b", "n2");
    server.merge(PODS + "/a/status", "{'status':{'phase':'Running'}}");
    server.settle();

    assertThat(told.events).containsExactly("ADDED a", "MODIFIED a");
  }

  @Test
  void a_bookmark_tells_how_far_the_watch_has_come() {
    var told = server.watch(CONFIG_MAPS + "?allowWatchBookmarks=true&resourceVersion=1");
    server.pod("elsewhere");
    server.pass(Duration.ofSeconds(61));

    assertThat(told.events).containsExactly("BOOKMARK");
    assertThat(version(told.objects.getFirst())).isEqualTo(Long.toString(server.store.revision()));
    assertThat(told.objects.getFirst().path("kind").asText()).isEqualTo("ConfigMap");
  }

  @Test
  void a_watch_ends_when_its_time_is_over() {
    var told = server.watch(CONFIG_MAPS + "?timeoutSeconds=5");
    server.pass(Duration.ofSeconds(4));
    assertThat(told.closed).isFalse();
    server.pass(Duration.ofSeconds(2));

    assertThat(told.closed).isTrue();
    server.configMap("a");
    server.settle();
    assertThat(told.events).isEmpty();
  }

  @Test
  void a_watch_that_was_cancelled_hears_nothing_more() {
    var told = server.watch(CONFIG_MAPS);
    told.cancel();
    server.configMap("a");
    server.settle();

    assertThat(told.events).isEmpty();
  }

  @Test
  void a_watch_from_a_forgotten_past_is_expired() {
    server.configMap("a");
    server.pass(Duration.ofMinutes(10));

    var refusal = server.watchRefused(CONFIG_MAPS + "?resourceVersion=1");
    assertThat(refusal.is("Expired")).isTrue();
    assertThat(refusal).hasMessageStartingWith("too old resource version: 1 (");
  }

  @Test
  void a_client_that_wants_initial_events_must_say_how_fresh_they_must_be() {
    assertThat(server.watchRefused(TestServer.PODS + "?sendInitialEvents=true"))
        .hasMessage(
            "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden:"
                + " sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")
        .extracting(refusal -> refusal.code())
        .isEqualTo(422);
    assertThat(server.watchRefused(TestServer.PODS + "?resourceVersionMatch=NotOlderThan"))
        .hasMessageContaining("forbidden for watch unless sendInitialEvents is provided");
    var tooNew = "?sendInitialEvents=true&resourceVersionMatch=NotOlderThan&resourceVersion=999";
    assertThat(server.watchRefused(TestServer.PODS + tooNew))
        .hasMessageContaining("Too large resource version: 999");
  }

  @Test
  void initial_events_end_with_a_marked_bookmark() {
    server.configMap("a");

    var told =
        server.watch(
            CONFIG_MAPS
                + "?sendInitialEvents=true&resourceVersionMatch=NotOlderThan"
                + "&allowWatchBookmarks=true"
                + "&resourceVersionMatch=NotOlderThan");
    assertThat(told.events).containsExactly("ADDED a", "BOOKMARK");
    assertThat(
            told.objects
                .getLast()
                .path("metadata")
                .path("annotations")
                .path("k8s.io/initial-events-end")
                .asText())
        .isEqualTo("true");
  }

  @Test
  void a_watch_for_tables_has_headers_once() {
    var told =
        server.watch(
            server
                .request("GET", CONFIG_MAPS)
                .withHeader(
                    "accept", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"));
    server.configMap("a");
    server.configMap("b");
    server.settle();

    assertThat(told.objects).hasSize(2);
    assertThat(told.objects.getFirst().path("kind").asText()).isEqualTo("Table");
    assertThat(told.objects.getFirst().path("columnDefinitions").size()).isEqualTo(3);
    assertThat(told.objects.getLast().path("columnDefinitions").isNull()).isTrue();
    assertThat(told.objects.getLast().path("rows").path(0).path("cells").path(0).asText())
        .isEqualTo("b");
  }

  @Test
  void an_object_that_was_deleted_and_made_again_is_added_twice() {
    var told = server.watch(CONFIG_MAPS + "?labelSelector=app%3Dweb");
    for (var i = 0; i < 2; i++) {
      server.create(CONFIG_MAPS, "{'metadata':{'name':'a','labels':{'app':'web'}}}");
      server.delete(CONFIG_MAPS + "/a");
    }
    server.settle();

    assertThat(told.events).containsExactly("ADDED a", "DELETED a", "ADDED a", "DELETED a");
  }
}
