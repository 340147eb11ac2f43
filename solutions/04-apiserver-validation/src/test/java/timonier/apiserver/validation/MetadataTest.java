package timonier.apiserver.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timonier.apiserver.schema.Kinds;
import timonier.apiserver.schema.Kinds.Kind;
import timonier.pods.JsonFormat;
import timonier.pods.Pod;
import timonier.pods.ResourceType;

class MetadataTest {

  private static final Kind PODS =
      new Kinds()
          .of(
              new ResourceType<>(
                  "", "v1", "Pod", "pods", true, List.of(), List.of(), List.of(), Pod.class));

  private static List<String> wrong(String metadata, String old) {
    var causes = new Causes();
    Metadata.judge(causes, PODS, JsonFormat.parse(bytes(metadata)), JsonFormat.parse(bytes(old)));
    return causes.found().stream().map(cause -> cause.field() + ": " + cause.message()).toList();
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void a_prefix_of_names_may_end_with_a_dash() {
    assertThat(wrong("{'name':'a-1','generateName':'a-'}", "{}")).isEmpty();
    assertThat(wrong("{'name':'a','generateName':'-'}", "{}"))
        .singleElement()
        .asString()
        .startsWith("metadata.generateName: Invalid value: \"-\": ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\u0000b", "\\ud800", "\\udc00\\ud800"})
  void what_no_path_can_carry_is_no_name(String name) {
    var causes = new Causes();
    Names.object(causes, "metadata.name", JsonFormat.parse(bytes("'" + name + "'")), "segment");

    assertThat(causes.found())
        .singleElement()
        .satisfies(cause -> assertThat(cause.message()).endsWith("half of a surrogate pair"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"system:a", "a b;c=d?#&", "\\ud83d\\ude00", "\\u0001\\u202e\\ufeff", "..a"})
  void whatever_else_a_path_can_carry_is(String name) {
    var causes = new Causes();
    Names.object(causes, "metadata.name", JsonFormat.parse(bytes("'" + name + "'")), "segment");

    assertThat(causes.found()).isEmpty();
  }

  @Test
  void what_is_deleted_waits_for_nobody_else() {
    var finalizers = "{'name':'a','finalizers':['example.com/a','example.com/b']}";
    var deleted = "{'deletionTimestamp':'2026-01-01T00:00:00Z','finalizers':['example.com/a']}";

    assertThat(wrong(finalizers, "{'finalizers':['example.com/a']}")).isEmpty();
    assertThat(wrong(finalizers, deleted))
        .containsExactly(
            "metadata.finalizers: Forbidden: no new finalizers can be added if the object is being"
                + " deleted, found new finalizers []string{\"example.com/b\"}");
  }

  @Test
  void dependents_are_deleted_or_orphaned() {
    assertThat(wrong("{'name':'a','finalizers':['orphan','foregroundDeletion']}", "{}"))
        .singleElement()
        .asString()
        .endsWith("finalizer orphan and foregroundDeletion cannot be both set");
  }

  @Test
  void one_owner_controls() {
    var owner = "{'apiVersion':'%s','kind':'%s','name':'%s','uid':'u','controller':true}";
    var set = owner.formatted("apps/v1", "ReplicaSet", "r");

    assertThat(wrong("{'name':'a','ownerReferences':[%s]}".formatted(set), "{}")).isEmpty();
    assertThat(wrong("{'name':'a','ownerReferences':[%s,%s]}".formatted(set, set), "{}"))
        .singleElement()
        .asString()
        .endsWith("Controller set to true. Found \"true\" in references for r and r");
    assertThat(
            wrong(
                "{'name':'a','ownerReferences':[%s]}"
                    .formatted(owner.formatted("v1", "Event", "e")),
                "{}"))
        .singleElement()
        .asString()
        .endsWith("v1, Kind=Event is disallowed from being an owner");
  }
}
