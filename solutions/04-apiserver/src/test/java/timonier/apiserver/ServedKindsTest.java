package timonier.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.TestServer.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import timonier.apiserver.schema.Kinds;
import timonier.apiserver.schema.Kinds.Kind;
import timonier.kit.certificates.CertificateAuthority;
import timonier.kit.certificates.Pem;
import timonier.pods.objects.JsonFormat;

/// Every kind of the stable groups can be made, listed, changed and deleted.
class ServedKindsTest {

  private static final String POD = "'spec':{'containers':[{'name':'c','image':'i'}]}";
  private static final String TEMPLATE = "'template':{'metadata':{'labels':{'a':'b'}}," + POD + "}";
  private static final String SELECTED = "'selector':{'matchLabels':{'a':'b'}}," + TEMPLATE;
  private static final String MATCHED =
      "'matchConstraints':{'resourceRules':[{'apiGroups':[''],'apiVersions':['v1'],"
          + "'operations':['CREATE'],'resources':['pods']}]}";
  private static final String JOB =
      "'template':{'spec':{'restartPolicy':'Never','containers':[{'name':'c','image':'i'}]}}";
  private static final String DEVICES =
      "'devices':{'requests':[{'name':'r','exactly':{'deviceClassName':'c'}}]}";

  /// What the smallest valid object of a kind has besides its name.
  private static final Map<String, String> NEEDED =
      Map.ofEntries(
          Map.entry("Pod", POD),
          Map.entry("Service", "'spec':{'ports':[{'port':80}]}"),
          Map.entry("Event", "'involvedObject':{'namespace':'default'}"),
          Map.entry(
              "PersistentVolume",
              "'spec':{'capacity':{'storage':'1Gi'},'accessModes':['ReadWriteOnce'],"
                  + "'hostPath':{'path':'/a'}}"),
          Map.entry(
              "PersistentVolumeClaim",
              "'spec':{'accessModes':['ReadWriteOnce'],"
                  + "'resources':{'requests':{'storage':'1Gi'}}}"),
          Map.entry("PodTemplate", TEMPLATE),
          Map.entry("IngressClass", "'spec':{'controller':'example.com/c'}"),
          Map.entry("ReplicationController", "'spec':{'selector':{'a':'b'}," + TEMPLATE + "}"),
          Map.entry(
              "MutatingAdmissionPolicy",
              "'spec':{"
                  + MATCHED
                  + ",'reinvocationPolicy':'Never','mutations':["
                  + "{'patchType':'JSONPatch','jsonPatch':{'expression':'[]'}}]}"),
          Map.entry("MutatingAdmissionPolicyBinding", "'spec':{'policyName':'p'}"),
          Map.entry(
              "ValidatingAdmissionPolicy",
              "'spec':{" + MATCHED + ",'validations':[{'expression':'true'}]}"),
          Map.entry(
              "ValidatingAdmissionPolicyBinding",
              "'spec':{'policyName':'p','validationActions':['Deny']}"),
          Map.entry("ControllerRevision", "'revision':1,'data':{'a':'b'}"),
          Map.entry("DaemonSet", "'spec':{" + SELECTED + "}"),
          Map.entry("Deployment", "'spec':{" + SELECTED + "}"),
          Map.entry("ReplicaSet", "'spec':{" + SELECTED + "}"),
          Map.entry("StatefulSet", "'spec':{'serviceName':'s'," + SELECTED + "}"),
          Map.entry(
              "HorizontalPodAutoscaler",
              "'spec':{'maxReplicas':2,'scaleTargetRef':{'apiVersion':'apps/v1',"
                  + "'kind':'Deployment','name':'d'}}"),
          Map.entry(
              "CronJob", "'spec':{'schedule':'* * * * *','jobTemplate':{'spec':{" + JOB + "}}}"),
          Map.entry("Job", "'spec':{" + JOB + "}"),
          Map.entry(
              "CertificateSigningRequest",
              "'spec':{'request':'%s','signerName':'example.com/a','usages':['client auth']}"
                  .formatted(certificateRequest())),
          Map.entry("EndpointSlice", "'addressType':'IPv4','endpoints':[]"),
          Map.entry("FlowSchema", "'spec':{'priorityLevelConfiguration':{'name':'exempt'}}"),
          Map.entry("PriorityLevelConfiguration", "'spec':{'type':'Exempt','exempt':{}}"),
          Map.entry(
              "Ingress", "'spec':{'defaultBackend':{'service':{'name':'s','port':{'number':80}}}}"),
          Map.entry(
              "IPAddress",
              "'spec':{'parentRef':{'resource':'services','name':'s','namespace':'default'}}"),
          Map.entry("ServiceCIDR", "'spec':{'cidrs':['10.1.0.0/16']}"),
          Map.entry("RuntimeClass", "'handler':'h'"),
          Map.entry("ClusterRoleBinding", roleRef("ClusterRole")),
          Map.entry("RoleBinding", roleRef("Role")),
          Map.entry("ResourceClaim", "'spec':{" + DEVICES + "}"),
          Map.entry("ResourceClaimTemplate", "'spec':{'spec':{" + DEVICES + "}}"),
          Map.entry(
              "ResourceSlice",
              "'spec':{'driver':'d.example.com','allNodes':true,"
                  + "'pool':{'name':'p','generation':0,'resourceSliceCount':1}}"),
          Map.entry("PriorityClass", "'value':1"),
          Map.entry("CSIStorageCapacity", "'storageClassName':'s'"),
          Map.entry("StorageClass", "'provisioner':'example.com/p'"),
          Map.entry(
              "VolumeAttachment",
              "'spec':{'attacher':'a','nodeName':'n','source':{'persistentVolumeName':'v'}}"),
          Map.entry("VolumeAttributesClass", "'driverName':'d','parameters':{'a':'b'}"));

  private static String roleRef(String kind) {
    return "'roleRef':{'kind':'%s','name':'r'}".formatted(kind);
  }

  /// A request for a certificate, as documents hold it.
  static String certificateRequest() {
    var request =
        CertificateAuthority.request(CertificateAuthority.newKey(), "u", List.of(), List.of());
    var pem = Pem.block("CERTIFICATE REQUEST", request);
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
  }

  private static String path(Kind kind) {
    var group = kind.group().isEmpty() ? "/api/" : "/apis/" + kind.group() + "/";
    var namespace = kind.namespaced() ? "/namespaces/default" : "";
    return group + kind.version() + namespace + "/" + kind.plural();
  }

  private static ObjectNode document(Kind kind) {
    var name = kind.kind().equals("IPAddress") ? "10.1.2.3" : "a";
    var needed = NEEDED.containsKey(kind.kind()) ? "," + NEEDED.get(kind.kind()) : "";
    var text = json("{'metadata':{'name':'%s'}%s}".formatted(name, needed));
    return (ObjectNode) JsonFormat.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @TestFactory
  List<DynamicTest> an_object_of_every_kind_lives() {
    return new Kinds()
        .all().stream()
            .map(kind -> DynamicTest.dynamicTest(kind.kind(), () -> lives(kind)))
            .toList();
  }

  private static void lives(Kind kind) {
    try (var server = new TestServer()) {
      var made = server.create(path(kind), document(kind).toString());
      var name = made.at("/metadata/name").asText();
      assertThat(made.path("kind").asText()).isEqualTo(kind.kind());
      assertThat(TestServer.names(server.get(path(kind)))).contains(name);

      var at = path(kind) + "/" + name;
      server.merge(at, "{'metadata':{'labels':{'x':'y'}}}");
      assertThat(server.get(at).at("/metadata/labels/x").asText()).isEqualTo("y");
      assertThat(server.replace(at, server.get(at)).at("/metadata/labels/x").asText())
          .isEqualTo("y");

      server.delete(at);
      assertThat(server.call("GET", at).code()).isEqualTo(404);
    }
  }

  @Test
  void who_makes_what_nothing_acts_on_is_warned() {
    try (var server = new TestServer()) {
      var kinds = new Kinds().all();
      for (var kind : List.of("LimitRange", "CSIDriver")) {
        var found = kinds.stream().filter(k -> k.kind().equals(kind)).findFirst().orElseThrow();
        var made = server.call("POST", path(found), "application/json", document(found).toString());
        assertThat(made.code()).isEqualTo(201);
        assertThat(made.headers().get("warning"))
            .isEqualTo("299 - \"nothing here acts on kind \\\"%s\\\" yet\"".formatted(kind));
      }
      var acted =
          server.call(
              "POST", TestServer.CONFIG_MAPS, "application/json", "{'metadata':{'name':'a'}}");
      assertThat(acted.headers()).doesNotContainKey("warning");
    }
  }

  @Test
  void clients_of_endpoints_are_warned_that_slices_took_their_place() {
    try (var server = new TestServer()) {
      var all = "/api/v1/namespaces/default/endpoints";
      var json = "application/json";
      var document = "{'metadata':{'name':'a'},'more':1}";
      var answers =
          List.of(
              server.call("POST", all, json, document),
              server.call("GET", all),
              server.call("GET", all + "/a"),
              server.call("PATCH", all + "/a", "application/merge-patch+json", "{}"),
              server.call("DELETE", all + "/a"));

      assertThat(answers)
          .extracting(answer -> answer.headers().getOrDefault("warning", ""))
          .allSatisfy(warning ->
              assertThat(warning)
                  .startsWith(
                      "299 - \"v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1"
                          + " EndpointSlice\""));
      assertThat(answers.getFirst().headers().get("warning"))
          .contains(", 299 - \"unknown field \\\"more\\\"\"");
    }
  }
}
