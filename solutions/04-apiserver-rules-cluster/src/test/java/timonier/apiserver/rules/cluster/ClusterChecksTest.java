package timonier.apiserver.rules.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.rules.cluster.ClusterJudged.causes;
import static timonier.apiserver.rules.cluster.ClusterJudged.changed;
import static timonier.apiserver.rules.cluster.ClusterJudged.wrong;

import org.junit.jupiter.api.Test;

class ClusterChecksTest {

  @Test
  void a_taint_has_a_key_and_an_effect_and_is_there_once() {
    var taints = "'spec':{'taints':[%s]}";
    var taint = "{'key':'k','value':'v','effect':'NoSchedule'}";

    assertThat(wrong("Node", taints.formatted(taint))).isEmpty();
    assertThat(wrong("Node", taints.formatted(taint + "," + taint)))
        .containsExactly("metadata.taints[1]");
    assertThat(wrong("Node", taints.formatted("{'key':'a/b/c','value':'a b','effect':'x'}")))
        .containsExactly(
            "metadata.taints[0].key", "metadata.taints[0].value", "metadata.taints[0].effect");
  }

  @Test
  void a_node_has_one_block_of_addresses_of_a_family_and_keeps_it() {
    var blocks = "'spec':{'podCIDRs':[%s]}";
    var both = blocks.formatted("'10.0.0.0/24','fd00::/64'");

    assertThat(wrong("Node", both)).isEmpty();
    assertThat(wrong("Node", blocks.formatted("'10.0.0.0/24','10.0.1.0/24'")))
        .containsExactly("spec.podCIDRs");
    assertThat(wrong("Node", blocks.formatted("'10.0.0.0','10.0.0.300/24'")))
        .containsExactly("spec.podCIDRs[0]", "spec.podCIDRs[1]");
    assertThat(changed("Node", "'spec':{}", both)).isEmpty();
    assertThat(changed("Node", both, "'spec':{}")).contains("spec.podCIDRs", "[]");
  }

  @Test
  void a_node_may_be_closed_and_keeps_its_identity() {
    var node = "'spec':{'providerID':'a','unschedulable':%s}";

    assertThat(changed("Node", node.formatted(false), node.formatted(true))).isEmpty();
    assertThat(changed("Node", node.formatted(true), "'spec':{'providerID':'b'}"))
        .containsExactlyInAnyOrder("spec.providerID", "[]");
  }

  @Test
  void an_event_is_in_the_namespace_of_its_object() {
    var event = "'metadata':{'name':'e','namespace':'%s'},'involvedObject':{'namespace':'%s'}";

    assertThat(wrong("Event", event.formatted("a", "a"))).isEmpty();
    assertThat(wrong("Event", event.formatted("default", ""))).isEmpty();
    assertThat(wrong("Event", event.formatted("a", "b")))
        .containsExactly("involvedObject.namespace");
    assertThat(wrong("Event", event.formatted("a", "")))
        .containsExactly("involvedObject.namespace");
    assertThat(
            wrong(
                "Event",
                event.formatted("a", "a")
                    + ",'eventTime':'2026-01-01T00:00:00.000000Z','reason':'r'"))
        .containsExactly("reportingComponent", "reportingInstance", "action");
  }

  @Test
  void an_event_with_a_time_is_short_and_says_who_tells_of_it() {
    var event =
        "'metadata':{'name':'e','namespace':'a'},'involvedObject':{'namespace':'a'},"
            + "'eventTime':'2026-01-01T00:00:00.000000Z','reportingComponent':'%s',"
            + "'reportingInstance':'i','action':'a','reason':'%s','message':'%s'";

    assertThat(wrong("Event", event.formatted("a.b/c", "r".repeat(128), "m".repeat(1024))))
        .isEmpty();
    assertThat(wrong("Event", event.formatted("a b", "r".repeat(129), "m".repeat(1025))))
        .containsExactly("reportingComponent", "reason", "message");
  }

  @Test
  void a_lease_lasts() {
    assertThat(wrong("Lease", "'spec':{'leaseDurationSeconds':1}")).isEmpty();
    assertThat(wrong("Lease", "'spec':{'leaseDurationSeconds':0,'leaseTransitions':-1}"))
        .containsExactly("spec.leaseDurationSeconds", "spec.leaseTransitions");
  }

  @Test
  void a_finalizer_of_a_namespace_is_known_or_has_a_domain() {
    assertThat(wrong("Namespace", "'metadata':{'name':'a'},'spec':{'finalizers':['a.b/c']}"))
        .isEmpty();
    assertThat(causes("Namespace", "'metadata':{'name':'a'},'spec':{'finalizers':['','mine']}"))
        .extracting(cause -> cause.field())
        .containsOnly("spec.finalizers");
  }

  @Test
  void the_highest_priorities_are_the_systems_own() {
    assertThat(wrong("PriorityClass", "'value':1000000000")).isEmpty();
    assertThat(wrong("PriorityClass", "'value':1000000001")).containsExactly("value");
    assertThat(wrong("PriorityClass", "'preemptionPolicy':''")).containsExactly("preemptionPolicy");
    assertThat(changed("PriorityClass", "'value':1", "'value':2")).containsExactly("Value");
  }

  @Test
  void a_certificate_has_a_signer_and_known_uses() {
    var request = "'spec':{'request':'YQ==','signerName':'%s','usages':['%s']}";

    assertThat(wrong("CertificateSigningRequest", request.formatted("a.b/c", "client auth")))
        .isEmpty();
    assertThat(wrong("CertificateSigningRequest", request.formatted("a/b/c", "any use")))
        .containsExactly("spec.signerName", "spec.usages[0]");
  }

  @Test
  void a_rule_is_about_resources_or_about_paths() {
    assertThat(wrong("Role", "'rules':[{'verbs':['get']}]"))
        .containsExactly("rules[0].apiGroups", "rules[0].resources");
    assertThat(wrong("ClusterRole", "'rules':[{'verbs':['get'],'nonResourceURLs':['/a']}]"))
        .isEmpty();
    assertThat(wrong("Role", "'rules':[{'verbs':['get'],'nonResourceURLs':['/a']}]"))
        .containsExactly("rules[0].nonResourceURLs");
  }

  @Test
  void a_binding_keeps_its_role_and_names_its_holders() {
    var binding = "'roleRef':{'kind':'Role','name':'%s'},'subjects':[{'kind':'%s','name':'u'}]";

    assertThat(wrong("RoleBinding", binding.formatted("r", "User"))).isEmpty();
    assertThat(wrong("RoleBinding", binding.formatted("..", "Robot")))
        .containsExactly("roleRef.name", "subjects[0].kind");
    assertThat(
            changed("RoleBinding", binding.formatted("r", "User"), binding.formatted("s", "User")))
        .containsExactly("roleRef");
    assertThat(wrong("ClusterRoleBinding", binding.formatted("r", "ServiceAccount")))
        .containsExactly("roleRef.kind", "subjects[0].namespace");
  }
}
