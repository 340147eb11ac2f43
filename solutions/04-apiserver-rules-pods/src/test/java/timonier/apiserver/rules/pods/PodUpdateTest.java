package timonier.apiserver.rules.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.rules.pods.JudgedPod.wrongChange;

import org.junit.jupiter.api.Test;

class PodUpdateTest {

  private static final String FROZEN = "spec: Forbidden: pod updates may not change fields other";

  @Test
  void most_of_a_pod_never_changes() {
    assertThat(wrongChange("'hostname':'a'", "'hostname':'a'")).isEmpty();
    assertThat(wrongChange("'hostname':'a'", "'hostname':'b'"))
        .singleElement()
        .asString()
        .startsWith(FROZEN);
    assertThat(
            wrongChange("'terminationGracePeriodSeconds':5", "'terminationGracePeriodSeconds':1"))
        .singleElement()
        .asString()
        .startsWith(FROZEN);
    assertThat(
            wrongChange("'terminationGracePeriodSeconds':-5", "'terminationGracePeriodSeconds':1"))
        .isEmpty();
  }

  @Test
  void containers_come_and_go_with_their_pod() {
    assertThat(wrongChange("", "'initContainers':[{'name':'x','image':'i'}],'hostname':'b'"))
        .containsExactly(
            "spec.initContainers: Forbidden: pod updates may not add or remove containers");
  }

  @Test
  void a_deadline_only_comes_nearer() {
    assertThat(wrongChange("", "'activeDeadlineSeconds':5")).isEmpty();
    assertThat(wrongChange("'activeDeadlineSeconds':5", "'activeDeadlineSeconds':4")).isEmpty();
    assertThat(wrongChange("'activeDeadlineSeconds':5", "'activeDeadlineSeconds':6"))
        .containsExactly(
            "spec.activeDeadlineSeconds: Invalid value: 6: must be less than or equal to previous"
                + " value");
    assertThat(wrongChange("'activeDeadlineSeconds':5", ""))
        .containsExactly(
            "spec.activeDeadlineSeconds: Invalid value: null: must not update from a positive"
                + " integer to nil value");
  }

  @Test
  void more_is_tolerated_never_less() {
    var toleration = "{'key':'k','operator':'Exists','effect':'NoExecute','tolerationSeconds':%d}";
    var before = "'tolerations':[" + toleration.formatted(1) + "]";

    assertThat(
            wrongChange(
                before, "'tolerations':[{'operator':'Exists'}," + toleration.formatted(2) + "]"))
        .isEmpty();
    assertThat(wrongChange(before, "'tolerations':[{'operator':'Exists'}]"))
        .containsExactly(
            "spec.tolerations: Forbidden: existing toleration can not be modified except its"
                + " tolerationSeconds");
  }

  @Test
  void gates_only_open() {
    var gates = "'schedulingGates':[{'name':'a'},{'name':'b'}]";

    assertThat(wrongChange(gates, "'schedulingGates':[{'name':'b'}]")).isEmpty();
    assertThat(wrongChange(gates, "'schedulingGates':[{'name':'c'}]"))
        .containsExactly(
            "spec.schedulingGates: Forbidden: only deletion is allowed, but found new scheduling"
                + " gate 'c'");
  }

  @Test
  void who_waits_at_a_gate_may_ask_for_more_of_its_node() {
    var gate = "'schedulingGates':[{'name':'a'}],";
    var nodes =
        "'affinity':{'nodeAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':"
            + "{'nodeSelectorTerms':[{'matchExpressions':[%s]}]}}}";
    var one = "{'key':'a','operator':'Exists'}";
    var other = "{'key':'b','operator':'Exists'}";

    assertThat(wrongChange(gate + "'nodeSelector':{'a':'b'}", "'nodeSelector':{'a':'b','c':'d'}"))
        .isEmpty();
    assertThat(wrongChange(gate + "'nodeSelector':{'a':'b'}", "'nodeSelector':{'c':'d'}"))
        .singleElement()
        .asString()
        .startsWith("spec.nodeSelector: Invalid value: ");
    assertThat(wrongChange(gate + nodes.formatted(one), nodes.formatted(one + "," + other)))
        .isEmpty();
    assertThat(wrongChange(gate + nodes.formatted(one), nodes.formatted(other)))
        .singleElement()
        .asString()
        .endsWith("only additions are allowed (no mutations or deletions)");
  }
}
