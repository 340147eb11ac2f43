package timonier.apiserver.rules.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.rules.pods.JudgedPod.wrong;

import java.util.List;
import org.junit.jupiter.api.Test;

class SelectorChecksTest {

  private static List<String> inTerm(String fields) {
    return wrong(
        ("'affinity':{'podAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':["
                + "{'topologyKey':'zone',%s}]}}")
            .formatted(fields));
  }

  private static List<String> inRequired(String term) {
    return wrong(
        ("'affinity':{'nodeAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':"
                + "{'nodeSelectorTerms':[{%s}]}}}")
            .formatted(term));
  }

  @Test
  void a_requirement_of_labels_has_values_if_its_operator_has() {
    var selector = "'labelSelector':{'matchExpressions':[{'key':'a',%s}]}";
    var at =
        "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]"
            + ".labelSelector.matchExpressions[0]";

    assertThat(inTerm(selector.formatted("'operator':'In','values':['b']"))).isEmpty();
    assertThat(inTerm(selector.formatted("'operator':'In'")))
        .containsExactly(
            at
                + ".values: Required value: must be specified when `operator` is 'In' or"
                + " 'NotIn'");
    assertThat(inTerm(selector.formatted("'operator':'Exists','values':['b']")))
        .containsExactly(
            at
                + ".values: Forbidden: may not be specified when `operator` is 'Exists' or"
                + " 'DoesNotExist'");
    assertThat(inTerm(selector.formatted("'operator':'Gt','values':['1']")))
        .containsExactly(at + ".operator: Invalid value: \"Gt\": not a valid selector operator");
    assertThat(inTerm(selector.formatted("'operator':'In','values':['-b']")))
        .singleElement()
        .asString()
        .startsWith(at + ".values[0]: Invalid value: \"-b\": a valid label must be");
  }

  @Test
  void nodes_are_also_compared_by_numbers() {
    assertThat(inRequired("'matchExpressions':[{'key':'a','operator':'Gt','values':['1']}]"))
        .isEmpty();
    assertThat(inRequired("'matchExpressions':[{'key':'a','operator':'Gt','values':['1','2']}]"))
        .singleElement()
        .asString()
        .endsWith(
            "values: Required value: must be specified single value when `operator` is 'Lt' or"
                + " 'Gt'");
    assertThat(inRequired("'matchExpressions':[{'key':'a','operator':'In','values':['b!']}]"))
        .hasSize(1);
  }

  @Test
  void of_the_fields_of_a_node_only_its_name_is_asked_for() {
    var term = "'matchFields':[{'key':'%s','operator':'%s','values':['%s']}]";

    assertThat(inRequired(term.formatted("metadata.name", "In", "n"))).isEmpty();
    assertThat(inRequired(term.formatted("metadata.uid", "In", "n")))
        .singleElement()
        .asString()
        .endsWith("key: Invalid value: \"metadata.uid\": not a valid field selector key");
    assertThat(inRequired(term.formatted("metadata.name", "Exists", "N"))).hasSize(2);
  }

  @Test
  void a_preference_has_a_weight() {
    var preferred =
        "'affinity':{'nodeAffinity':{'preferredDuringSchedulingIgnoredDuringExecution':"
            + "[{'weight':%d,'preference':{}}]}}";

    assertThat(wrong(preferred.formatted(100))).isEmpty();
    assertThat(wrong(preferred.formatted(101)))
        .singleElement()
        .asString()
        .endsWith("[0].weight: Invalid value: 101: must be in the range 1-100");
  }

  @Test
  void a_term_of_affinity_says_near_which_pods_and_where() {
    assertThat(inTerm("'namespaces':['n'],'labelSelector':{},'matchLabelKeys':['a']")).isEmpty();
    assertThat(inTerm("'namespaces':['N']"))
        .singleElement()
        .asString()
        .startsWith(
            "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].namespace:"
                + " Invalid value: \"N\"");
    assertThat(inTerm("'matchLabelKeys':['a']"))
        .singleElement()
        .asString()
        .endsWith("must not be specified when labelSelector is not set");
    assertThat(inTerm("'topologyKey':'','labelSelector':{}")).hasSize(3);
    assertThat(inTerm("'labelSelector':{},'matchLabelKeys':['a'],'mismatchLabelKeys':['a']"))
        .singleElement()
        .asString()
        .endsWith("exists in both matchLabelKeys and mismatchLabelKeys");
  }

  @Test
  void pods_are_spread_in_one_way_over_one_kind_of_place() {
    var spread = "{'maxSkew':%d,'topologyKey':'zone','whenUnsatisfiable':'%s'%s}";
    var good = spread.formatted(1, "DoNotSchedule", ",'minDomains':1");

    assertThat(wrong("'topologySpreadConstraints':[%s]".formatted(good))).isEmpty();
    assertThat(wrong("'topologySpreadConstraints':[%s,%s]".formatted(good, good)))
        .containsExactly(
            "spec.topologySpreadConstraints[0].{topologyKey, whenUnsatisfiable}: Duplicate value:"
                + " \"{zone, DoNotSchedule}\"");
    assertThat(
            wrong(
                "'topologySpreadConstraints':[%s]"
                    .formatted(spread.formatted(0, "ScheduleAnyway", ",'minDomains':1"))))
        .containsExactly(
            "spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than"
                + " zero",
            "spec.topologySpreadConstraints[0].minDomains: Invalid value: 1: can only use"
                + " minDomains if whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway");
  }
}
