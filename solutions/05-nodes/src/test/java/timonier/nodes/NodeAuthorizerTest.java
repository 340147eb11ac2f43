package timonier.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.nodes.NodesServer.CONFIG_MAPS;
import static timonier.nodes.NodesServer.CSRS;
import static timonier.nodes.NodesServer.LEASES;
import static timonier.nodes.NodesServer.NODES;
import static timonier.nodes.NodesServer.PODS;
import static timonier.nodes.NodesServer.SECRETS;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import timonier.apiserver.extensions.Authorizer;
import timonier.apiserver.extensions.Question;
import timonier.apiserver.requests.RequestPath;
import timonier.apiserver.requests.User;
import timonier.store.MemoryStore;

class NodeAuthorizerTest {

  private static final String SERVICES = "/api/v1/namespaces/default/services";

  private static final String UNRELATED = "no relationship found between node 'n1' and this object";

  private final NodesServer server = new NodesServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_node_reads_its_own_pods_and_no_others() {
    server.pod("mine", "n1", "");
    server.pod("other", "n2", "");
    server.as(User.node("n1"));

    server.get(PODS + "/mine");
    var list = server.get("/api/v1/pods?fieldSelector=spec.nodeName%3Dn1");
    assertThat(list.at("/items")).hasSize(1);
    assertThat(server.watch("/api/v1/pods?fieldSelector=spec.nodeName%3Dn1")).isEmpty();
    assertThat(server.forbidden(PODS + "/other"))
        .isEqualTo(
            "pods \"other\" is forbidden: User \"system:node:n1\" cannot get resource \"pods\" in"
                + " API group \"\" in the namespace \"default\": "
                + UNRELATED);
    assertThat(server.forbidden(PODS + "/nothing")).endsWith(UNRELATED);
    for (var selector : List.of("", "?fieldSelector=spec.nodeName%3Dn2", "?fieldSelector=x")) {
      var sentence = "can only list/watch pods with spec.nodeName field selector";
      assertThat(server.forbidden("/api/v1/pods" + selector)).endsWith(sentence);
      assertThat(server.watch("/api/v1/pods" + selector)).endsWith(sentence);
    }
    assertThat(server.watch(PODS + "/other")).contains("spec.nodeName");
    assertThat(server.forbidden("/api/v1/pods?fieldSelector=spec.nodeName%21%3Dn1"))
        .contains("spec.nodeName");
  }

  @Test
  void a_node_writes_only_the_status_of_pods_and_only_of_its_own() {
    server.pod("mine", "n1", "");
    server.pod("other", "n2", "");
    server.as(User.node("n1"));

    server.merge(PODS + "/mine/status", "{'status':{'phase':'Running'}}");
    assertThat(server.forbidden("PATCH", PODS + "/other/status", "{'status':{'phase':'Failed'}}"))
        .isEqualTo(
            "pods \"other\" is forbidden: node \"n1\" can only update pod status for pods with"
                + " spec.nodeName set to itself");
    server.forbidden("PATCH", PODS + "/mine", "{'metadata':{'labels':{'a':'b'}}}");
    for (var way : List.of("binding", "eviction", "exec", "attach", "portforward", "resize")) {
      server.forbidden("POST", PODS + "/mine/" + way, "{}");
    }
    server.forbidden("GET", PODS + "/mine/exec", "");
    server.forbidden("GET", PODS + "/mine/log", "");
  }

  @Test
  void a_node_reaches_no_program_through_the_server_not_even_its_own() {
    server.pod("mine", "n1", "");
    server.as(User.node("n1"));

    for (var object : List.of(PODS + "/mine", NODES + "/n1", SERVICES + "/web:80")) {
      for (var method : List.of("GET", "POST", "DELETE")) {
        assertThat(server.forbidden(method, object + "/proxy/x", "")).contains("/proxy\" in API");
      }
    }
  }

  @Test
  void a_node_creates_pods_neither_elsewhere_nor_on_itself() {
    server.as(User.node("n1"));

    for (var node : List.of("n1", "n2")) {
      var pod =
          "{'metadata':{'name':'evil'},'spec':{'nodeName':'%s','containers':[]}}".formatted(node);
      assertThat(server.forbidden("POST", PODS, pod))
          .isEqualTo(
              "pods is forbidden: User \"system:node:n1\" cannot create resource \"pods\" in API"
                  + " group \"\" in the namespace \"default\"");
    }
    server.forbidden("DELETE", PODS, "");
  }

  @Test
  void a_node_deletes_its_own_pods_only() {
    server.pod("mine", "n1", "");
    server.pod("other", "n2", "");
    server.as(User.node("n1"));

    server.delete(PODS + "/mine?gracePeriodSeconds=0");
    assertThat(server.forbidden("DELETE", PODS + "/other?gracePeriodSeconds=0", ""))
        .isEqualTo(
            "pods \"other\" is forbidden: node \"n1\" can only delete pods with spec.nodeName set"
                + " to itself");
    server.as(User.admin()).get(PODS + "/other");
  }

  @Test
  void a_node_reads_the_secrets_and_config_maps_that_its_pods_name() {
    for (var name : List.of("volume", "projected", "variable", "all", "pull", "other")) {
      server.create(SECRETS, "{'metadata':{'name':'%s'}}".formatted(name));
      server.create(CONFIG_MAPS, "{'metadata':{'name':'%s'}}".formatted(name));
    }
    server.pod(
        "mine",
        "n1",
        """
        ,'imagePullSecrets':[{'name':'pull'}],
        'containers':[{'name':'c','image':'i',
          'envFrom':[{'secretRef':{'name':'all'}},{'configMapRef':{'name':'all'}}]}],
        'initContainers':[{'name':'i','image':'i','env':[
          {'name':'A','valueFrom':{'secretKeyRef':{'name':'variable','key':'a'}}},
          {'name':'B','valueFrom':{'configMapKeyRef':{'name':'variable','key':'a'}}}]}],
        'volumes':[{'name':'a','secret':{'secretName':'volume'}},
          {'name':'b','configMap':{'name':'volume'}},
          {'name':'c','projected':{'sources':[{'secret':{'name':'projected'}},
            {'configMap':{'name':'projected'}}]}}]\
        """);
    server.pod("elsewhere", "n2", ",'imagePullSecrets':[{'name':'other'}]");
    server.as(User.node("n1"));

    for (var name : List.of("volume", "projected", "variable", "all")) {
      server.get(SECRETS + "/" + name);
      server.get(CONFIG_MAPS + "/" + name);
      assertThat(server.watch(SECRETS + "?fieldSelector=metadata.name%3D" + name)).isEmpty();
    }
    server.get(SECRETS + "/pull");
    assertThat(server.forbidden(SECRETS + "/other"))
        .isEqualTo(
            "secrets \"other\" is forbidden: User \"system:node:n1\" cannot get resource"
                + " \"secrets\" in API group \"\" in the namespace \"default\": "
                + UNRELATED);
    assertThat(server.forbidden(CONFIG_MAPS + "/pull")).endsWith(UNRELATED);
    assertThat(server.forbidden("/api/v1/namespaces/kube-system/secrets/all")).endsWith(UNRELATED);
    assertThat(server.forbidden(SECRETS)).endsWith("No Object name found");
    assertThat(server.forbidden("/api/v1/secrets?fieldSelector=metadata.name%3Dall"))
        .endsWith("can only read namespaced object of this type");
    assertThat(server.watch(SECRETS + "?fieldSelector=metadata.name%3Dother")).endsWith(UNRELATED);
    assertThat(server.forbidden("DELETE", SECRETS + "/all", ""))
        .endsWith("can only read resources of this type");
  }

  @Test
  void a_node_reads_the_claims_that_its_pods_name() {
    var claims = "/api/v1/namespaces/default/persistentvolumeclaims";
    for (var name : List.of("mine", "other")) {
      server.create(
          claims,
          """
          {'metadata':{'name':'%s'},'spec':{'accessModes':['ReadWriteOnce'],
           'resources':{'requests':{'storage':'1Gi'}}}}
          """
              .formatted(name));
    }
    server.pod(
        "mine", "n1", ",'volumes':[{'name':'a','persistentVolumeClaim':{'claimName':'mine'}}]");
    server.as(User.node("n1"));

    server.get(claims + "/mine");
    assertThat(server.forbidden(claims + "/other")).endsWith(UNRELATED);
  }

  @Test
  void a_node_reads_all_services_and_endpoints_and_changes_none() {
    var slices = "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices";
    server.as(User.node("n1"));

    for (var all :
        List.of(
            "/api/v1/services", "/api/v1/endpoints", "/apis/discovery.k8s.io/v1/endpointslices")) {
      server.get(all);
      assertThat(server.watch(all)).isEmpty();
    }
    server.forbidden("POST", "/api/v1/namespaces/default/services", "{'metadata':{'name':'a'}}");
    server.forbidden("POST", slices, "{'metadata':{'name':'a'},'addressType':'IPv4'}");
  }

  @Test
  void objects_that_a_pod_names_can_be_read_from_its_binding_to_its_end() {
    server.create(SECRETS, "{'metadata':{'name':'key'}}");
    var node = User.node("n1");
    server.as(node).forbidden(SECRETS + "/key");
    server.as(User.admin()).pod("a", "n1", ",'imagePullSecrets':[{'name':'key'}]");
    server.pod("b", "n1", ",'imagePullSecrets':[{'name':'key'}]");
    server.as(node).get(SECRETS + "/key");

    server.as(User.admin()).delete(PODS + "/a?gracePeriodSeconds=0");
    server.as(node).get(SECRETS + "/key");
    server.as(User.admin()).delete(PODS + "/b?gracePeriodSeconds=0");
    server.as(node).forbidden(SECRETS + "/key");
  }

  @Test
  void the_graph_survives_compaction() {
    server.create(SECRETS, "{'metadata':{'name':'key'}}");
    var node = User.node("n1");
    server.as(node).forbidden(SECRETS + "/key");
    server.as(User.admin()).pod("a", "n1", ",'imagePullSecrets':[{'name':'key'}]");
    server.store.compact(server.store.revision());

    server.as(node).get(SECRETS + "/key");
  }

  @Test
  void the_graph_starts_over_when_nobody_asked_for_long() {
    server.create(SECRETS, "{'metadata':{'name':'key'}}");
    var node = User.node("n1");
    server.as(node).forbidden(SECRETS + "/key");
    server.as(User.admin()).pod("a", "n1", "");
    for (var i = 0; i < 1100; i++) {
      server.merge(PODS + "/a/status", "{'status':{'message':'%d'}}".formatted(i));
    }
    server.pod("b", "n1", ",'imagePullSecrets':[{'name':'key'}]");

    server.as(node).get(SECRETS + "/key");
    server.as(User.admin()).delete(PODS + "/b?gracePeriodSeconds=0");
    server.as(node).forbidden(SECRETS + "/key");
  }

  @Test
  void a_node_writes_its_own_node_and_no_other() {
    server.create(NODES, "{'metadata':{'name':'n2'}}");
    server.as(User.node("n1"));

    server.create(NODES, "{'metadata':{'name':'n1'}}");
    server.get(NODES + "/n1");
    server.get(NODES + "?fieldSelector=metadata.name%3Dn1");
    server.merge(NODES + "/n1/status", "{'status':{'phase':'Running'}}");
    assertThat(server.forbidden("POST", NODES, "{'metadata':{'name':'n3'}}"))
        .isEqualTo("nodes \"n3\" is forbidden: node \"n1\" is not allowed to modify node \"n3\"");
    server.forbidden("POST", NODES, "{'metadata':{'generateName':'n1'}}");
    server.forbidden("PATCH", NODES + "/n2", "{}");
    server.forbidden("PATCH", NODES + "/n2/status", "{}");
    server.forbidden("DELETE", NODES + "/n1", "");
    assertThat(server.forbidden(NODES + "/n2"))
        .endsWith("node 'n1' cannot read 'n2', only its own Node object");
    assertThat(server.forbidden(NODES))
        .endsWith("node 'n1' cannot read all nodes, only its own Node object");
    assertThat(server.watch(NODES)).contains("cannot read all nodes");
  }

  @Test
  void a_node_does_not_choose_the_labels_and_taints_that_keep_pods_away_from_it() {
    server.create(
        NODES, "{'metadata':{'name':'n1'},'spec':{'taints':[{'key':'a','effect':'NoSchedule'}]}}");
    server.as(User.node("n1"));

    server.merge(
        NODES + "/n1", "{'metadata':{'labels':{'kubernetes.io/os':'linux','my/own':'1'}}}");
    assertThat(
            server.forbidden(
                "PATCH",
                NODES + "/n1",
                "{'metadata':{'labels':{'node-restriction.kubernetes.io/secure':'1'}}}"))
        .endsWith(
            "node \"n1\" is not allowed to modify labels: node-restriction.kubernetes.io/secure");
    assertThat(server.forbidden("PATCH", NODES + "/n1", "{'spec':{'taints':null}}"))
        .endsWith("node \"n1\" is not allowed to modify taints");
    assertThat(
            server.forbidden(
                "PATCH",
                NODES + "/n1",
                "{'metadata':{'ownerReferences':[{'apiVersion':'v1','kind':'Pod','name':'a',"
                    + "'uid':'b'}]}}"))
        .endsWith("node \"n1\" is not allowed to modify ownerReferences");
  }

  @Test
  void a_node_has_one_lease() {
    server.as(User.node("n1"));

    server.create(LEASES, "{'metadata':{'name':'n1'}}");
    server.merge(LEASES + "/n1", "{'spec':{'holderIdentity':'n1'}}");
    assertThat(server.forbidden("POST", LEASES, "{'metadata':{'name':'n2'}}"))
        .endsWith("can only access node lease with the same name as the requesting node");
    server.forbidden("PATCH", LEASES + "/n2", "{}");
    server.forbidden(LEASES);
    assertThat(server.forbidden(LEASES.replace("kube-node-lease", "default") + "/n1"))
        .endsWith("can only access leases in the \"kube-node-lease\" system namespace");
  }

  @Test
  void a_node_writes_events_and_touches_nothing_else() {
    server.as(User.node("n1"));

    server.create(
        "/api/v1/namespaces/default/events",
        "{'metadata':{'name':'a'},'involvedObject':{'namespace':'default'}}");
    server.merge("/api/v1/namespaces/default/events/a", "{'count':2}");
    server.forbidden("/api/v1/events");
    server.forbidden("/api/v1/namespaces");
    server.forbidden("/api/v1/serviceaccounts");
    server.forbidden("POST", CONFIG_MAPS, "{'metadata':{'name':'a'}}");
  }

  @Test
  void a_node_asks_who_its_own_clients_are_and_what_they_may_do() {
    var authorizer = new NodeAuthorizer(new MemoryStore());
    for (var review :
        List.of(
            "authentication.k8s.io/v1/tokenreviews",
            "authorization.k8s.io/v1/subjectaccessreviews",
            "authorization.k8s.io/v1/namespaces/default/localsubjectaccessreviews")) {
      var path = RequestPath.parse("/apis/" + review);
      for (var user : List.of(User.node("n1"), User.bootstrapper("n1"))) {
        var decision = authorizer.decide(Question.of(user, "create", path, Map.of()));
        assertThat(decision instanceof Authorizer.Decision.Allow)
            .as(user.name() + " " + review)
            .isEqualTo(user.node().isPresent());
      }
    }
  }

  @Test
  void what_a_node_may_do_cannot_be_listed() {
    var authorizer = new NodeAuthorizer(new MemoryStore());

    assertThat(authorizer.rules(User.node("n1"), "default").gaps())
        .containsExactly("node authorizer does not support user rule resolution");
    assertThat(authorizer.rules(User.admin(), "default")).isEqualTo(Authorizer.Rules.NONE);
  }

  @Test
  void a_node_requests_no_certificate_but_its_own() {
    server.as(User.node("n1"));

    server.create(CSRS, NodesServer.document("a", NodesServer.CLIENT, "n1", List.of()));
    server.get(CSRS + "/a");
    assertThat(
            server.forbidden(
                "POST", CSRS, NodesServer.document("b", NodesServer.CLIENT, "n2", List.of())))
        .isEqualTo(
            "certificatesigningrequests.certificates.k8s.io \"b\" is forbidden: can only create a"
                + " node CSR with CN=system:node:n1");
    server.forbidden(
        "POST",
        CSRS,
        NodesServer.document("b", "kubernetes.io/kube-apiserver-client", "n1", List.of()));
    server.forbidden("PATCH", CSRS + "/a/status", "{'status':{'certificate':'YQ=='}}");
    server.forbidden("PATCH", CSRS + "/a/approval", "{}");
    server.as(User.node("n2")).forbidden(CSRS + "/a");
  }
}
