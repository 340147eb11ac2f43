package timonier.apiserver.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import timonier.pods.Pod;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.ResourceType;

class TablesTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:01:00Z");

  private static ResourceType<?> type(String kind) {
    return new ResourceType<>(
        "", "v1", kind, "things", true, List.of(), List.of(), List.of(), Pod.class);
  }

  /// A document; single quotes stand for double ones.
  private static ObjectNode object(String json) {
    var text = json.replace('\'', '"');
    return (ObjectNode) JsonFormat.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode table(String kind, String json) {
    return Tables.of(type(kind), NOW).table(List.of(object(json)), o -> o, "");
  }

  private static String cells(String kind, String json) {
    return StreamSupport.stream(table(kind, json).at("/rows/0/cells").spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.joining(" | "));
  }

  private static String status(String status) {
    return status("{'name':'p'}", status);
  }

  private static String status(String metadata, String status) {
    var pod = "{'metadata':%s,'spec':{'containers':[{},{}],'initContainers':[{},{}]},'status':%s}";
    return table("Pod", pod.formatted(metadata, status)).at("/rows/0/cells/2").asText();
  }

  @Test
  void columns_for_the_curious_have_a_priority() {
    var columns = table("Pod", "{'metadata':{'name':'p'}}").path("columnDefinitions");

    assertThat(columns.findValuesAsText("name"))
        .containsExactly(
            "Name",
            "Ready",
            "Status",
            "Restarts",
            "Age",
            "IP",
            "Node",
            "Nominated Node",
            "Readiness Gates");
    assertThat(columns.findValuesAsText("priority"))
        .containsExactly("0", "0", "0", "0", "0", "1", "1", "1", "1");
    assertThat(columns.get(0).path("format").asText()).isEqualTo("name");
  }

  @Test
  void a_pod_is_a_row() {
    assertThat(
            cells(
                "Pod",
                """
                {'metadata':{'name':'web-1','creationTimestamp':'2026-01-01T00:00:30Z'},
                 'spec':{'containers':[{},{}],'nodeName':'node-1'},
                 'status':{'phase':'Running','podIP':'10.1.2.3','containerStatuses':[
                   {'ready':true,'restartCount':2,'state':{'running':{}},
                    'lastState':{'terminated':{'finishedAt':'2026-01-01T00:00:50Z'}}},
                   {'ready':false,'restartCount':0,'state':{'running':{}}}]}}
                """))
        .isEqualTo(
            "web-1 | 1/2 | Running | 2 (10s ago) | 30s | 10.1.2.3 | node-1 | <none> | <none>");
  }

  @Test
  void a_pod_without_news_shows_its_phase() {
    assertThat(status("{'phase':'Pending'}")).isEqualTo("Pending");
    assertThat(status("{'phase':'Failed','reason':'Evicted'}")).isEqualTo("Evicted");
  }

  @Test
  void a_container_has_something_more_telling_to_say_than_the_phase() {
    var waiting = "{'phase':'Running','containerStatuses':[{'state':{'waiting':{'reason':'%s'}}}]}";

    assertThat(status(waiting.formatted("CrashLoopBackOff"))).isEqualTo("CrashLoopBackOff");
    assertThat(
            status(
                "{'phase':'Failed','containerStatuses':[{'state':{'terminated':{'exitCode':3}}}]}"))
        .isEqualTo("ExitCode:3");
    assertThat(
            status(
                "{'phase':'Failed','containerStatuses':"
                    + "[{'state':{'terminated':{'exitCode':137,'signal':9}}}]}"))
        .isEqualTo("Signal:9");
  }

  @Test
  void a_pod_with_one_completed_container_still_runs() {
    var pod =
        """
        {'phase':'Running','conditions':[{'type':'Ready','status':'%s'}],'containerStatuses':[
          {'state':{'terminated':{'reason':'Completed'}}},{'ready':true,'state':{'running':{}}}]}
        """;

    assertThat(status(pod.formatted("True"))).isEqualTo("Running");
    assertThat(status(pod.formatted("False"))).isEqualTo("NotReady");
  }

  @Test
  void an_initialising_pod_says_how_far_it_is() {
    var second =
        "{'phase':'Pending','initContainerStatuses':"
            + "[{'state':{'terminated':{'exitCode':0}}},{'restartCount':4,'state':%s}]}";

    assertThat(status(second.formatted("{'running':{}}"))).isEqualTo("Init:1/2");
    assertThat(status(second.formatted("{'waiting':{'reason':'PodInitializing'}}")))
        .isEqualTo("Init:1/2");
    assertThat(status(second.formatted("{'waiting':{'reason':'ErrImagePull'}}")))
        .isEqualTo("Init:ErrImagePull");
    assertThat(status(second.formatted("{'terminated':{'exitCode':1,'reason':'Error'}}")))
        .isEqualTo("Init:Error");
    assertThat(status(second.formatted("{'terminated':{'exitCode':1}}")))
        .isEqualTo("Init:ExitCode:1");
  }

  @Test
  void a_sidecar_counts_like_the_other_containers_once_it_has_started() {
    var pod =
        """
        {'metadata':{'name':'p'},
         'spec':{'containers':[{'name':'main'}],
           'initContainers':[{'name':'init'},{'name':'side','restartPolicy':'Always'}]},
         'status':{'phase':'%s',
           'initContainerStatuses':[{'name':'init','state':{'terminated':{'exitCode':0}}},
             {'name':'side','restartCount':2,'started':%s,'ready':true,'state':{'running':{}}}],
           'containerStatuses':[{'name':'main','ready':true,'state':%s}]}}
        """;
    var waiting = pod.formatted("Pending", "false", "{'waiting':{'reason':'PodInitializing'}}");

    assertThat(cells("Pod", pod.formatted("Running", "true", "{'running':{}}")))
        .startsWith("p | 2/2 | Running | 2 | ");
    assertThat(cells("Pod", waiting)).startsWith("p | 1/2 | Init:1/2 | 2 | ");
  }

  @Test
  void a_pod_that_succeeded_is_completed_however_its_sidecar_ended() {
    var status =
        """
        {'phase':'Succeeded','conditions':[{'type':'Initialized','status':'%s'}],
         'initContainerStatuses':[{'name':'side','started':false,
           'state':{'terminated':{'exitCode':137,'reason':'Error'}}}],
         'containerStatuses':[{'name':'main','state':
           {'terminated':{'exitCode':0,'reason':'Completed'}}}]}
        """;

    assertThat(status(status.formatted("True"))).isEqualTo("Completed");
    assertThat(status(status.formatted("False"))).isEqualTo("Init:Error");
  }

  @Test
  void a_pod_being_deleted_is_terminating_until_it_is_over() {
    var deleted = "{'name':'p','deletionTimestamp':'2026-01-01T00:00:00Z'}";

    assertThat(status(deleted, "{'phase':'Running'}")).isEqualTo("Terminating");
    assertThat(status(deleted, "{'phase':'Succeeded'}")).isEqualTo("Succeeded");
    assertThat(status(deleted, "{'phase':'Running','reason':'NodeLost'}")).isEqualTo("Unknown");
  }

  @Test
  void a_node_is_a_row() {
    assertThat(
            cells(
                "Node",
                """
                {'metadata':{'name':'node-1','creationTimestamp':'2026-01-01T00:00:00Z','labels':{
                   'node-role.kubernetes.io/worker':'','kubernetes.io/role':'edge'}},
                 'spec':{'unschedulable':true},
                 'status':{'conditions':[{'type':'Ready','status':'True'}],
                   'addresses':[{'type':'InternalIP','address':'127.1.0.1'}],
                   'nodeInfo':{'kubeletVersion':'v1','containerRuntimeVersion':'process://1'}}}
                """))
        .isEqualTo(
            "node-1 | Ready,SchedulingDisabled | edge,worker | 60s | v1 | 127.1.0.1 | <none> |"
                + " <unknown> | <unknown> | process://1");
  }

  @Test
  void a_silent_node_is_not_ready_and_a_new_one_unknown() {
    var node = "{'metadata':{'name':'n'},'status':{'conditions':[%s]}}";
    var silent = "{'type':'Ready','status':'Unknown'}";

    assertThat(cells("Node", node.formatted(silent))).startsWith("n | NotReady | <none>");
    assertThat(cells("Node", node.formatted(""))).startsWith("n | Unknown | <none>");
  }

  @Test
  void a_deployment_without_status_counts_from_zero() {
    assertThat(
            cells(
                "Deployment",
                """
                {'metadata':{'name':'web','creationTimestamp':'2026-01-01T00:00:00Z'},
                 'spec':{'replicas':3,
                   'selector':{'matchLabels':{'b':'2','a':'1'},'matchExpressions':[
                     {'key':'c','operator':'In','values':['x','y']},{'key':'d','operator':'Exists'},
                     {'key':'e','operator':'DoesNotExist'}]},
                   'template':{'spec':{'containers':[{'name':'c','image':'i:1'}]}}}}
                """))
        .isEqualTo("web | 0/3 | 0 | 0 | 60s | c | i:1 | a=1,b=2,c in (x,y),d,!e");
  }

  @Test
  void counts_are_numbers_so_that_they_can_be_sorted() {
    var cells =
        table("ReplicaSet", "{'metadata':{'name':'r'},'spec':{'replicas':3}}").at("/rows/0/cells");

    assertThat(cells.get(1).isIntegralNumber()).isTrue();
    assertThat(cells.get(1).asInt()).isEqualTo(3);
  }

  @Test
  void a_service_shows_where_it_answers() {
    var service =
        """
        {'metadata':{'name':'web','creationTimestamp':'2026-01-01T00:00:00Z'},
         'spec':{'type':'%s','clusterIP':'10.0.0.1','selector':{'app':'web'},
           'ports':[{'port':80,'protocol':'TCP','nodePort':30080},{'port':53,'protocol':'UDP'}]}}
        """;

    assertThat(cells("Service", service.formatted("NodePort")))
        .isEqualTo("web | NodePort | 10.0.0.1 | <none> | 80:30080/TCP,53/UDP | 60s | app=web");
    assertThat(cells("Service", service.formatted("LoadBalancer")))
        .startsWith("web | LoadBalancer | 10.0.0.1 | <pending> |");
  }

  @Test
  void of_many_endpoints_three_are_named() {
    assertThat(
            cells(
                "Endpoints",
                "{'metadata':{'name':'web'},'subsets':[{'ports':[{'port':80}],'addresses':"
                    + "[{'ip':'1'},{'ip':'2'},{'ip':'3'},{'ip':'4'},{'ip':'5'}]}]}"))
        .isEqualTo("web | 1:80,2:80,3:80 + 2 more... | <unknown>");
  }

  @Test
  void an_empty_slice_says_so() {
    assertThat(cells("EndpointSlice", "{'metadata':{'name':'s'},'addressType':'IPv4'}"))
        .isEqualTo("s | IPv4 | <unset> | <unset> | <unknown>");
  }

  @Test
  void an_event_tells_when_it_was_last_seen() {
    assertThat(
            cells(
                "Event",
                """
                {'metadata':{'name':'e'},'type':'Normal','reason':'Started','message':'Started c ',
                 'involvedObject':{'kind':'Pod','name':'p'},
                 'source':{'component':'kubelet','host':'node-1'},'count':2,
                 'firstTimestamp':'2026-01-01T00:00:00Z','lastTimestamp':'2026-01-01T00:00:50Z'}
                """))
        .isEqualTo("10s | Normal | Started | pod/p |  | kubelet, node-1 | Started c | 60s | 2 | e");
  }

  @Test
  void a_certificate_request_waits_for_a_decision() {
    var request = "{'metadata':{'name':'c'},'spec':{'signerName':'s','username':'u'},'status':%s}";

    assertThat(cells("CertificateSigningRequest", request.formatted("{}")))
        .isEqualTo("c | <unknown> | s | u | <none> | Pending");
    assertThat(
            cells(
                "CertificateSigningRequest",
                request.formatted("{'conditions':[{'type':'Approved'}],'certificate':'eA=='}")))
        .endsWith("| Approved,Issued");
  }

  @Test
  void a_row_holds_as_much_of_its_object_as_is_asked_for() {
    var tables = Tables.of(type("ConfigMap"), NOW);
    var objects = List.of(object("{'metadata':{'name':'c'},'data':{'a':'b'}}"));

    assertThat(tables.table(objects, o -> o, "None").at("/rows/0").has("object")).isFalse();
    assertThat(tables.table(objects, o -> o, "Object").at("/rows/0/object/data/a").asText())
        .isEqualTo("b");
    var partial = tables.table(objects, o -> o, "").at("/rows/0/object");
    assertThat(partial.path("kind").asText()).isEqualTo("PartialObjectMetadata");
    assertThat(partial.at("/metadata/name").asText()).isEqualTo("c");
    assertThat(partial.has("data")).isFalse();
  }

  @Test
  void columns_tell_of_another_form_of_an_object_than_the_one_that_a_row_holds() {
    var tables = Tables.of(type("Event"), NOW);
    var objects = List.of(object("{'metadata':{'name':'e'},'note':'hello'}"));

    var row =
        tables
            .table(objects, e -> e.deepCopy().put("message", e.path("note").asText()), "Object")
            .at("/rows/0");

    assertThat(row.at("/cells/6").asText()).isEqualTo("hello");
    assertThat(row.path("object")).isEqualTo(objects.getFirst());
  }

  @Test
  void a_client_gets_a_table_where_it_prefers_one() {
    var table = "application/json;as=Table;v=v1;g=meta.k8s.io";

    assertThat(Tables.wanted(table + ",application/json")).isPresent();
    assertThat(Tables.wanted("application/json")).isEmpty();
    assertThat(Tables.wanted("application/json, " + table)).isEmpty();
    assertThat(Tables.wanted("")).isEmpty();
  }
}
