package timonier.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.scheduler.Plugins.node;
import static timonier.scheduler.Plugins.pod;
import static timonier.scheduler.Plugins.refusals;
import static timonier.scheduler.Plugins.scores;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeAffinityTest {

  private static final String REFUSAL = "node(s) didn't match Pod's node affinity/selector";

  private final NodeAffinity plugin = new NodeAffinity();
  private final NodeState node = node("n", "'disk': 'fast', 'cores': '8', 'rank': 'high'", "");

  private static String requirement(String key, String operator, String values) {
    return "{'key': '%s', 'operator': '%s', 'values': [%s]}".formatted(key, operator, values);
  }

  private static String expressions(String... requirements) {
    return "{'matchExpressions': [%s]}".formatted(String.join(", ", requirements));
  }

  private static String fields(String... requirements) {
    return "{'matchFields': [%s]}".formatted(String.join(", ", requirements));
  }

  private static String required(String... terms) {
    return "'affinity': {'nodeAffinity': {'requiredDuringSchedulingIgnoredDuringExecution':"
        + " {'nodeSelectorTerms': [%s]}}}".formatted(String.join(", ", terms));
  }

  private static String preferred(String... terms) {
    return "'affinity': {'nodeAffinity': {'preferredDuringSchedulingIgnoredDuringExecution': [%s]}}"
        .formatted(String.join(", ", terms));
  }

  private static String weighted(int weight, String term) {
    return "{'weight': %d, 'preference': %s}".formatted(weight, term);
  }

  private List<String> refused(String spec) {
    return refusals(plugin, pod("p", spec, ""), node);
  }

  @Test
  void a_node_must_have_the_labels_of_the_selector() {
    assertThat(refused("'nodeSelector': {'disk': 'fast', 'cores': '8'}")).isEmpty();
    assertThat(refused("'nodeSelector': {'disk': 'fast', 'zone': 'a'}")).containsExactly(REFUSAL);
    assertThat(refused("'nodeSelector': {'disk': 'slow'}")).containsExactly(REFUSAL);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          disk  , In           , "'slow', 'fast'", true
          disk  , In           , 'slow'          , false
          disk  , NotIn        , 'slow'          , true
          disk  , NotIn        , 'fast'          , false
          zone  , NotIn        , 'a'             , true
          disk  , Exists       , ""              , true
          zone  , Exists       , ""              , false
          zone  , DoesNotExist , ""              , true
          disk  , DoesNotExist , ""              , false
          cores , Gt           , '7'             , true
          cores , Gt           , '8'             , false
          cores , Lt           , '9'             , true
          cores , Lt           , '8'             , false
          cores , Lt           , '10'            , true
          cores , Gt           , '-1'            , true
          zone  , Gt           , '0'             , false
          zone  , Lt           , '0'             , false
          rank  , Gt           , '0'             , false
          rank  , Lt           , '0'             , false
          cores , Gt           , 'few'           , false
          cores , Gt           , "'1', '2'"      , false
          cores , Near         , '8'             , false
          """)
  void a_requirement_holds(String key, String operator, String values, boolean holds) {
    var spec = required(expressions(requirement(key, operator, values)));

    assertThat(refused(spec)).isEqualTo(holds ? List.of() : List.of(REFUSAL));
  }

  @Test
  void one_term_is_enough_but_all_of_it_must_hold() {
    var fast = requirement("disk", "In", "'fast'");
    var zone = requirement("zone", "Exists", "");

    assertThat(refused(required(expressions(zone), expressions(fast)))).isEmpty();
    assertThat(refused(required(expressions(fast, zone)))).containsExactly(REFUSAL);
  }

  @Test
  void a_term_without_requirements_and_a_list_without_terms_match_no_node() {
    assertThat(refused(required("{}"))).containsExactly(REFUSAL);
    assertThat(refused(required())).containsExactly(REFUSAL);
  }

  @Test
  void selector_and_affinity_must_both_hold() {
    var fast = required(expressions(requirement("disk", "In", "'fast'")));

    assertThat(refused("'nodeSelector': {'cores': '8'}, " + fast)).isEmpty();
    assertThat(refused("'nodeSelector': {'cores': '9'}, " + fast)).containsExactly(REFUSAL);
  }

  @Test
  void the_only_field_is_the_nodes_name_and_it_must_hold_together_with_the_labels() {
    var here = fields(requirement("metadata.name", "In", "'n'"));
    var elsewhere = fields(requirement("metadata.name", "NotIn", "'n'"));
    var both =
        "{'matchFields': [%s], 'matchExpressions': [%s]}"
            .formatted(
                requirement("metadata.name", "In", "'n'"), requirement("zone", "Exists", ""));

    assertThat(refused(required(here))).isEmpty();
    assertThat(refused(required(elsewhere))).containsExactly(REFUSAL);
    assertThat(refused(required(both))).containsExactly(REFUSAL);
    assertThat(refused(required(fields(requirement("metadata.uid", "In", "'n'")))))
        .containsExactly(REFUSAL);
  }

  private Filter.Demand demand(String... terms) {
    return plugin.prepare(pod("p", required(terms), ""), List::of);
  }

  @Test
  void only_the_named_nodes_are_checked_if_each_term_names_its_own() {
    var a = fields(requirement("metadata.name", "In", "'a'"));
    var b = fields(requirement("metadata.name", "In", "'b'"));
    var fast = expressions(requirement("disk", "In", "'fast'"));

    assertThat(demand(a, b))
        .isInstanceOfSatisfying(
            Filter.Demand.OfSome.class, some -> assertThat(some.names()).containsExactly("a", "b"));
    assertThat(demand(a, fast)).isInstanceOf(Filter.Demand.OfEach.class);
  }

  @Test
  void names_that_exclude_each_other_match_no_node() {
    var a = requirement("metadata.name", "In", "'a'");
    var b = requirement("metadata.name", "In", "'b'");

    assertThat(demand(fields(a, b)))
        .isEqualTo(new Filter.Demand.Impossible("pod affinity terms conflict"));
  }

  @Test
  void a_node_scores_the_sum_of_the_weights_of_the_preferences_it_meets() {
    var fast = weighted(30, expressions(requirement("disk", "In", "'fast'")));
    var big = weighted(10, expressions(requirement("cores", "Gt", "'4'")));
    var any = weighted(90, "{}");
    var pod = pod("p", preferred(fast, big, any), "");
    var small = node("m", "'disk': 'fast', 'cores': '2'", "");

    assertThat(scores(plugin, pod, node, small, node("o", "", ""))).containsExactly(100, 75, 0);
    assertThat(refusals(plugin, pod, node("o", "", ""))).isEmpty();
  }

  @Test
  void without_preferences_all_nodes_score_the_same() {
    assertThat(scores(plugin, pod("p", "", ""), node, node("o", "", ""))).containsExactly(0, 0);
  }
}
