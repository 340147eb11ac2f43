package timonier.apiserver.rules.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import timonier.apiserver.rules.Causes;
import timonier.apiserver.rules.JudgedKinds;
import timonier.apiserver.rules.Subject;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.Status.Cause;

class WorkloadChecksTest {

  private static final JudgedKinds KINDS = new JudgedKinds(WorkloadArea.area());

  private static final String POD = "'spec':{'containers':[{'name':'c','image':'i'}]%s}";
  private static final String TEMPLATE =
      "'template':{'metadata':{'labels':{'app':'web'}}," + POD.formatted("") + "}";
  private static final String SELECTED = "'selector':{'matchLabels':{'app':'web'}}," + TEMPLATE;
  private static final String JOB =
      "'template':{" + POD.formatted(",'restartPolicy':'Never'") + "}";

  /// The fields that are wrong in a new object; single quotes stand for double ones.
  private static List<String> wrong(String kind, String spec) {
    return KINDS.created(kind, "'spec':{" + spec + "}").stream()
        .map(Cause::field)
        .distinct()
        .toList();
  }

  /// The fields that a change makes wrong.
  private static List<String> changed(String kind, String before, String after) {
    return JudgedKinds.fields(
        KINDS.updated(kind, "'spec':{" + before + "}", "'spec':{" + after + "}"));
  }

  @Test
  void plain_workloads_have_nothing_wrong() {
    for (var name : List.of("ReplicaSet", "Deployment", "DaemonSet", "StatefulSet")) {
      assertThat(wrong(name, SELECTED)).as(name).isEmpty();
    }
    assertThat(wrong("ReplicationController", TEMPLATE)).isEmpty();
    assertThat(wrong("Job", JOB)).isEmpty();
    assertThat(wrong("CronJob", "'schedule':'@daily','jobTemplate':{'spec':{" + JOB + "}}"))
        .isEmpty();
    assertThat(wrong("PodDisruptionBudget", "'minAvailable':'50%'")).isEmpty();
    assertThat(
            wrong(
                "HorizontalPodAutoscaler",
                "'maxReplicas':3,'scaleTargetRef':{'kind':'Deployment','name':'d'},'behavior':{}"))
        .isEmpty();
  }

  @Test
  void pods_that_are_replaced_run_until_then() {
    var template =
        "'selector':{'matchLabels':{'app':'web'}},'template':{'metadata':{'labels':{'app':'web'}},"
            + POD.formatted(",'restartPolicy':'Never','activeDeadlineSeconds':1")
            + "}";
    assertThat(wrong("DaemonSet", template))
        .contains("spec.template.spec.restartPolicy", "spec.template.spec.activeDeadlineSeconds");
  }

  @Test
  void a_malformed_selector_is_reported_before_its_labels() {
    var selector = "'selector':{'matchExpressions':[{'key':'app','operator':'%s'%s}]}," + TEMPLATE;

    assertThat(wrong("ReplicaSet", selector.formatted("In", "")))
        .containsExactly("spec.selector", "spec.selector.matchExpressions[0].values");
    assertThat(wrong("ReplicaSet", selector.formatted("Like", "")))
        .containsExactly("spec.selector", "spec.selector.matchExpressions[0].operator");
    assertThat(wrong("ReplicaSet", selector.formatted("Exists", ",'values':['web']")))
        .containsExactly("spec.selector", "spec.selector.matchExpressions[0].values");
    assertThat(wrong("ReplicaSet", selector.formatted("In", ",'values':['-web']")))
        .containsExactly("spec.selector", "spec.selector.matchExpressions[0].values[0]");
  }

  @Test
  void a_daemon_makes_room_first_or_last() {
    var update = "'updateStrategy':{'rollingUpdate':{%s}}," + SELECTED;

    assertThat(wrong("DaemonSet", update.formatted("'maxUnavailable':0,'maxSurge':1"))).isEmpty();
    assertThat(wrong("DaemonSet", update.formatted("'maxSurge':1")))
        .containsExactly("spec.updateStrategy.rollingUpdate.maxSurge");
    assertThat(wrong("DaemonSet", update.formatted("'maxUnavailable':0")))
        .containsExactly("spec.updateStrategy.rollingUpdate.maxUnavailable");
  }

  @Test
  void of_a_stateful_set_only_some_fields_change() {
    assertThat(changed("StatefulSet", SELECTED, "'replicas':3," + SELECTED)).isEmpty();
    assertThat(changed("StatefulSet", SELECTED, "'serviceName':'s'," + SELECTED))
        .containsExactly("spec");
    assertThat(wrong("StatefulSet", "'serviceName':'S'," + SELECTED))
        .containsExactly("spec.serviceName");
  }

  @Test
  void a_job_ends_and_knows_its_pods() {
    assertThat(wrong("Job", "'template':{" + POD.formatted("") + "}"))
        .containsExactly("spec.template.spec.restartPolicy");
    assertThat(wrong("Job", "'selector':{'matchLabels':{'a':'b'}}," + JOB))
        .containsExactlyInAnyOrder("spec.selector", "spec.template.metadata.labels");
    assertThat(wrong("Job", "'completionMode':'Indexed'," + JOB)).isEmpty();
    assertThat(wrong("Job", "'completionMode':'Indexed','parallelism':1," + JOB))
        .containsExactly("spec.completions");
    assertThat(wrong("Job", "'backoffLimitPerIndex':1," + JOB))
        .containsExactly("spec.backoffLimitPerIndex");
  }

  @Test
  void the_template_of_a_job_changes_only_while_it_waits() {
    var placed = JOB.replace("'restartPolicy'", "'nodeSelector':{'a':'b'},'restartPolicy'");

    assertThat(changed("Job", JOB, placed)).containsExactly("spec.template");
    assertThat(changed("Job", "'suspend':true," + JOB, placed)).isEmpty();
    assertThat(changed("Job", JOB, "'completions':2," + JOB)).containsExactly("spec.completions");
    assertThat(changed("Job", JOB, "'parallelism':2,'completions':1," + JOB)).isEmpty();
  }

  @Test
  void a_job_fails_by_exit_codes_or_by_conditions() {
    var policy = "'podFailurePolicy':{'rules':[{'action':'FailJob'%s}]}," + JOB;
    var codes = ",'onExitCodes':{'operator':'In','values':[%s]}";

    assertThat(wrong("Job", policy.formatted(codes.formatted("1,2")))).isEmpty();
    assertThat(wrong("Job", policy.formatted("")))
        .containsExactly("spec.podFailurePolicy.rules[0]");
    assertThat(wrong("Job", policy.formatted(codes.formatted("2,0"))))
        .containsExactlyInAnyOrder(
            "spec.podFailurePolicy.rules[0].onExitCodes.values",
            "spec.podFailurePolicy.rules[0].onExitCodes.values[1]");
    assertThat(
            wrong(
                "Job",
                policy.formatted(codes.formatted("1").replace("{", "{'containerName':'x',"))))
        .containsExactly("spec.podFailurePolicy.rules[0].onExitCodes.containerName");
  }

  @Test
  void a_cron_job_says_when_and_where() {
    var spec = "'schedule':'%s','jobTemplate':{'spec':{%s" + JOB + "}}";

    assertThat(wrong("CronJob", spec.formatted("TZ=UTC * * * * *", "")))
        .containsExactly("spec.schedule");
    assertThat(wrong("CronJob", "'timeZone':'Nowhere'," + spec.formatted("@daily", "")))
        .containsExactly("spec.timeZone");
    assertThat(wrong("CronJob", spec.formatted("@daily", "'selector':{},")))
        .containsExactly("spec.jobTemplate.spec.selector");
  }

  @Test
  void a_budget_has_one_bound() {
    assertThat(wrong("PodDisruptionBudget", "'minAvailable':1,'maxUnavailable':1"))
        .containsExactly("spec");
    assertThat(wrong("PodDisruptionBudget", "'maxUnavailable':'101%'"))
        .containsExactly("spec.maxUnavailable");
  }

  @Test
  void an_autoscaler_has_bounds_and_metrics() {
    var spec = "'scaleTargetRef':{'kind':'Deployment','name':'d'},";

    assertThat(wrong("HorizontalPodAutoscaler", spec + "'minReplicas':3,'maxReplicas':2"))
        .containsExactly("spec.maxReplicas");
    assertThat(
            wrong(
                "HorizontalPodAutoscaler",
                spec
                    + "'maxReplicas':2,'metrics':[{'type':'Pods','resource':{'name':'cpu',"
                    + "'target':{'type':'Much'}}}]"))
        .containsExactlyInAnyOrder(
            "spec.metrics[0].pods",
            "spec.metrics[0].resource",
            "spec.metrics[0].resource.target.averageUtilization",
            "spec.metrics[0].resource.target.type");
  }

  @Test
  void a_path_has_a_domain_before_it() {
    assertThat(wrong("Job", "'managedBy':'example.com/x'," + JOB)).isEmpty();
    assertThat(wrong("Job", "'managedBy':'x'," + JOB)).containsExactly("spec.managedBy");
  }

  @Test
  void a_share_is_a_percentage() {
    var causes = new Causes();
    for (var amount : List.of("\"25%\"", "3", "\"many\"", "-1")) {
      var value = JsonFormat.parse(amount.getBytes(StandardCharsets.UTF_8));
      Amounts.judge(Subject.created(value, causes).at(amount));
    }
    assertThat(causes.found()).extracting("field").containsExactly("\"many\"", "-1");
  }

  @Test
  void a_deployment_selects_its_own_pods() {
    assertThat(inDeployment("'selector':{'matchLabels':{'app':'api'}}," + TEMPLATE))
        .containsExactly(
            "spec.template.metadata.labels: Invalid value: {\"app\":\"web\"}: `selector` does not"
                + " match template `labels`");
    assertThat(inDeployment("'selector':{}," + TEMPLATE))
        .containsExactly(
            "spec.selector: Invalid value: {}: empty selector is invalid for deployment");
    assertThat(inDeployment(""))
        .containsExactly(
            "spec.selector: Required value",
            "spec.template.metadata.labels: Invalid value: null: `selector` does not match template"
                + " `labels`");
  }

  @Test
  void a_selector_with_expressions_is_matched_too() {
    var expression =
        "'selector':{'matchExpressions':[{'key':'app','operator':'%s'%s}]}," + TEMPLATE;

    assertThat(inDeployment(expression.formatted("Exists", ""))).isEmpty();
    assertThat(inDeployment(expression.formatted("In", ",'values':['web']"))).isEmpty();
    assertThat(inDeployment(expression.formatted("NotIn", ",'values':['web']"))).hasSize(1);
    assertThat(inDeployment(expression.formatted("DoesNotExist", ""))).hasSize(1);
  }

  @Test
  void a_rollout_can_make_progress() {
    assertThat(
            inDeployment(
                "'strategy':{'rollingUpdate':{'maxSurge':0,'maxUnavailable':'0%'}}," + SELECTED))
        .containsExactly(
            "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: \"0%\": may not be 0 when"
                + " `maxSurge` is 0");
    assertThat(
            inDeployment(
                "'strategy':{'rollingUpdate':{'maxSurge':'half','maxUnavailable':'101%'}},"
                    + SELECTED))
        .hasSize(2);
    assertThat(
            inDeployment(
                "'strategy':{'type':'Recreate','rollingUpdate':{'maxSurge':1}}," + SELECTED))
        .containsExactly(
            "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is"
                + " 'Recreate'");
    assertThat(inDeployment("'progressDeadlineSeconds':5,'minReadySeconds':5," + SELECTED))
        .containsExactly(
            "spec.progressDeadlineSeconds: Invalid value: 5: must be greater than"
                + " minReadySeconds");
  }

  /// What is wrong with a new Deployment, in words.
  private static List<String> inDeployment(String spec) {
    return JudgedKinds.told(KINDS.created("Deployment", "'spec':{" + spec + "}"));
  }
}
