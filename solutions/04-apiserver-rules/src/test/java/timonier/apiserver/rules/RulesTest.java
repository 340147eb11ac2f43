package timonier.apiserver.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import timonier.apiserver.rules.Check.Maker;

class RulesTest {

  private static final Map<String, Maker> FIRST =
      Map.of("told", _ -> Check.of(subject -> subject.invalid("told")));
  private static final Map<String, Maker> LAST =
      Map.of("told last", _ -> Check.afterwards(subject -> subject.invalid("told last")));

  private static Area area(List<Map<String, Maker>> checks) {
    return Area.of(RulesTest.class, List.of("example"), checks);
  }

  /// What the table of this test says of an object.
  private static List<String> wrong(String kind, String object) {
    return JudgedKinds.told(new JudgedKinds(area(List.of(FIRST, LAST))).created(kind, object));
  }

  @Test
  void a_rule_is_about_a_field_or_what_is_in_it_wherever_its_type_is() {
    var pod = "'spec':{'nodeSelector':{'k':'v'},'containers':[{'name':'c','args':['a','b']}]}";
    var at = "spec.jobTemplate.spec.template.spec";

    assertThat(
            wrong(
                "CronJob",
                "'spec':{'schedule':'x','jobTemplate':{'spec':{'template':{%s}}}}".formatted(pod)))
        .containsExactly(
            "spec.schedule: Invalid value: \"x\": told",
            at + ".nodeSelector[k]: Invalid value: \"v\": told",
            at + ".containers[0].args[0]: Invalid value: \"a\": told",
            at + ".containers[0].args[1]: Invalid value: \"b\": told",
            at + ".nodeSelector: Invalid value: {\"k\":\"v\"}: told last");
  }

  @Test
  void text_that_may_be_left_out_says_something_even_where_it_is_empty() {
    assertThat(wrong("PersistentVolumeClaim", "'spec':{'volumeName':'','storageClassName':''}"))
        .containsExactly("spec.storageClassName: Invalid value: \"\": told");
  }

  @Test
  void metadata_of_templates_have_rules_and_those_of_objects_do_not() {
    assertThat(
            wrong(
                "ReplicationController",
                "'metadata':{'labels':{'a':'b'}},"
                    + "'spec':{'template':{'metadata':{'labels':{'a':'c'}}}}"))
        .containsExactly("spec.template.metadata.labels[a]: Invalid value: \"c\": told");
  }

  @Test
  void a_table_names_checks_that_there_are() {
    assertThatThrownBy(() -> new Rules(List.of(area(List.of(FIRST)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no check is called 'told last'");
  }

  @Test
  void a_name_is_that_of_one_check() {
    assertThatThrownBy(() -> area(List.of(FIRST, LAST, FIRST)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two checks are called 'told'");

    var common = Map.<String, Maker>of("required", _ -> Check.of(Subject::required));
    assertThatThrownBy(() -> new Rules(List.of(area(List.of(FIRST, LAST, common)))))
        .hasMessage("two checks are called 'required'");
  }
}
