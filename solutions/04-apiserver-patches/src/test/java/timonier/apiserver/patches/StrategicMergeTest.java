package timonier.apiserver.patches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import timonier.apiserver.schema.Schemas;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.JsonFormat;

class StrategicMergeTest {

  private static final String POD =
      "{'dnsConfig':{'searches':['a','b']},'tolerations':[{'key':'k'}],"
          + "'containers':[{'name':'a','image':'a'},{'name':'b','image':'b'}]}";

  private static ObjectNode json(String text) {
    var bytes = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return (ObjectNode) JsonFormat.parse(bytes);
  }

  private static ObjectNode patched(String patch) {
    var schema = new Schemas().struct("core/v1.PodSpec").orElseThrow();
    return StrategicMerge.apply(schema, json(POD), json(patch));
  }

  private static String field(String name, String patch) {
    return patched(patch).path(name).toString().replace('"', '\'');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "[{'name':'c'}] | [{'name':'c'},{'name':'a','image':'a'},{'name':'b','image':'b'}]",
        "[{'name':'b','image':'x'}] | [{'name':'a','image':'a'},{'name':'b','image':'x'}]",
        "[{'name':'b'},{'name':'a'}] | [{'name':'b','image':'b'},{'name':'a','image':'a'}]",
        "[{'name':'a','$patch':'delete'}] | [{'name':'b','image':'b'}]",
        "[{'name':'a','image':'x','$patch':'replace'}] | []",
        "[{'$patch':'replace'},{'name':'c'}] | [{'name':'c'}]",
        "[] | [{'name':'a','image':'a'},{'name':'b','image':'b'}]",
      })
  void elements_are_merged_in_the_order_of_the_patch(String containers, String expected) {
    assertThat(field("containers", "{'containers':" + containers + "}")).isEqualTo(expected);
  }

  @Test
  void an_order_leaves_the_others_before_those_they_stood_before() {
    var patch = "{'$setElementOrder/containers':[{'name':'c'},{'name':'b'}],'containers':[%s]}";
    assertThat(field("containers", patch.formatted("{'name':'c'}")))
        .isEqualTo("[{'name':'c'},{'name':'a','image':'a'},{'name':'b','image':'b'}]");
  }

  @Test
  void a_list_that_is_not_merged_is_replaced_but_values_can_be_deleted_from_it() {
    assertThat(field("tolerations", "{'tolerations':[]}")).isEqualTo("[]");
    assertThat(field("dnsConfig", "{'dnsConfig':{'$deleteFromPrimitiveList/searches':['a']}}"))
        .isEqualTo("{'searches':['b']}");
  }

  @Test
  void what_is_new_is_taken_without_nulls_and_directives() {
    var patch = "{'securityContext':{'a':null,'b':{'$patch':'delete'},'$retainKeys':['c'],'c':1}}";
    assertThat(field("securityContext", patch)).isEqualTo("{'c':1}");
    assertThat(patched("{'securityContext':{'$patch':'replace'}}").has("securityContext"))
        .isFalse();
  }

  @Test
  void only_the_keys_to_retain_may_be_set() {
    assertThat(patched("{'$retainKeys':['dnsConfig'],'containers':null}").size()).isEqualTo(1);
    assertThat(code("{'$retainKeys':['dnsConfig'],'containers':[]}")).isEqualTo(422);
    assertThat(code("{'$retainKeys':'dnsConfig'}")).isEqualTo(400);
  }

  private static int code(String patch) {
    return catchThrowableOfType(ApiException.class, () -> patched(patch)).status().code();
  }

  @Test
  void a_directive_that_nobody_knows_is_refused() {
    assertThat(code("{'$patch':'x'}")).isEqualTo(400);
    assertThat(code("{'containers':[{'name':'a','$patch':'merge'}]}")).isEqualTo(400);
    assertThat(code("{'containers':[{'image':'a'}]}")).isEqualTo(400);
    assertThat(code("{'$setElementOrder/containers':{}}")).isEqualTo(400);
  }
}
