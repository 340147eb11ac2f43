package timonier.apiserver.rules.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.rules.cluster.ClusterJudged.changed;
import static timonier.apiserver.rules.cluster.ClusterJudged.wrong;

import org.junit.jupiter.api.Test;

class QuotaChecksTest {

  @Test
  void limits_do_not_contradict_each_other() {
    var limit = "'spec':{'limits':[{'type':'Container','min':{'cpu':'%s'},'max':{'cpu':'2'}%s}]}";

    assertThat(wrong("LimitRange", limit.formatted("1", ",'maxLimitRequestRatio':{'cpu':'2'}")))
        .isEmpty();
    assertThat(wrong("LimitRange", limit.formatted("3", "")))
        .containsExactly(
            "spec.limits[0].min[cpu]",
            "spec.limits[0].defaultRequest[cpu]",
            "spec.limits[0].default[cpu]");
    assertThat(wrong("LimitRange", limit.formatted("1", ",'maxLimitRequestRatio':{'cpu':'3'}")))
        .containsExactly("spec.limits[0].maxLimitRequestRatio[cpu]");
  }

  @Test
  void a_type_is_limited_once_and_known() {
    assertThat(wrong("LimitRange", "'spec':{'limits':[{'type':'Pod'},{'type':'Pod'}]}"))
        .containsExactly("spec.limits[1].type");
    assertThat(wrong("LimitRange", "'spec':{'limits':[{'type':'Node'}]}"))
        .containsExactly("spec.limits[0].type");
    assertThat(wrong("LimitRange", "'spec':{'limits':[{'type':'PersistentVolumeClaim'}]}"))
        .containsExactly("spec.limits[0].limits");
  }

  @Test
  void what_is_counted_is_whole() {
    var hard = "'spec':{'hard':{'%s':'%s'}}";

    assertThat(wrong("ResourceQuota", hard.formatted("requests.cpu", "1.5"))).isEmpty();
    assertThat(wrong("ResourceQuota", hard.formatted("pods", "1.5")))
        .containsExactly("spec.hard[pods]");
    assertThat(wrong("ResourceQuota", hard.formatted("count/jobs.batch", "0.5")))
        .containsExactly("spec.hard[count/jobs.batch]");
    assertThat(wrong("ResourceQuota", hard.formatted("pods", "-1")))
        .containsExactly("spec.hard[pods]");
    assertThat(wrong("ResourceQuota", hard.formatted("cows", "1")))
        .containsExactly("spec.hard[cows]");
  }

  @Test
  void scopes_fit_the_resources_and_stay() {
    var quota = "'spec':{'hard':{'%s':'1'},'scopes':[%s]}";

    assertThat(wrong("ResourceQuota", quota.formatted("pods", "'BestEffort'"))).isEmpty();
    assertThat(wrong("ResourceQuota", quota.formatted("cpu", "'BestEffort'")))
        .containsExactly("spec.scopes");
    assertThat(wrong("ResourceQuota", quota.formatted("pods", "'BestEffort','NotBestEffort'")))
        .containsExactly("spec.scopes");
    assertThat(
            changed(
                "ResourceQuota",
                quota.formatted("pods", "'BestEffort'"),
                quota.formatted("pods", "'Terminating'")))
        .containsExactly("spec.scopes");
  }

  @Test
  void only_some_scopes_have_values_to_choose_from() {
    var quota =
        "'spec':{'hard':{'pods':'1'},'scopeSelector':{'matchExpressions':["
            + "{'scopeName':'%s','operator':'%s'%s}]}}";

    assertThat(wrong("ResourceQuota", quota.formatted("PriorityClass", "In", ",'values':['a']")))
        .isEmpty();
    assertThat(wrong("ResourceQuota", quota.formatted("PriorityClass", "In", "")))
        .containsExactly("spec.scopeSelector.matchExpressions.values");
    assertThat(wrong("ResourceQuota", quota.formatted("Terminating", "In", ",'values':['a']")))
        .containsExactly("spec.scopeSelector.matchExpressions.operator");
  }
}
