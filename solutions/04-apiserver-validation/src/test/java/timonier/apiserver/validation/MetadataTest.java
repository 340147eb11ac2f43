package timonier.apiserver.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timonier.apiserver.rules.Causes;
import timonier.apiserver.rules.Names;
import timonier.apiserver.schema.Kinds;
import timonier.apiserver.schema.Kinds.Kind;
import timonier.pods.objects.JsonFormat;

class MetadataTest {

  private static final List<Kind> KINDS = new Kinds().all();

  /// What is wrong with the metadata of a pod that was there before.
  private static List<String> wrong(String metadata, String old) {
    return wrong("Pod", metadata, old);
  }

  /// What is wrong with the metadata of a new ConfigMap.
  private static List<String> wrong(String metadata) {
    return wrong("ConfigMap", metadata, "{}");
  }

  private static List<String> wrong(String name, String metadata, String old) {
    var causes = new Causes();
    var kind = KINDS.stream().filter(it -> it.kind().equals(name)).findFirst().orElseThrow();
    Metadata.judge(causes, kind, JsonFormat.parse(bytes(metadata)), JsonFormat.parse(bytes(old)));
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

  @Test
  void names_are_lower_case() {
    assertThat(wrong("{'name':'A_b'}"))
        .singleElement()
        .asString()
        .startsWith("metadata.name: Invalid value: \"A_b\": a lowercase RFC 1123 subdomain must");
    assertThat(wrong("{'name':'" + "a".repeat(254) + "'}"))
        .singleElement()
        .asString()
        .endsWith("must be no more than 253 bytes");
    assertThat(wrong("{}"))
        .containsExactly("metadata.name: Required value: name or generateName is required");
  }

  @Test
  void a_label_may_have_one_domain() {
    var labels = "{'name':'c','labels':{'%s':'%s'}}";

    assertThat(wrong(labels.formatted("example.com/a", "b"))).isEmpty();
    assertThat(wrong(labels.formatted("a/b/c", "d")))
        .singleElement()
        .asString()
        .endsWith("with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
    assertThat(wrong(labels.formatted("/a", "b")))
        .containsExactly("metadata.labels: Invalid value: \"/a\": prefix part must be non-empty");
    assertThat(wrong(labels.formatted("a", "b c")))
        .containsExactly(
            "metadata.labels: Invalid value: \"b c\": a valid label must be an empty string or"
                + " consist of alphanumeric characters, '-', '_' or '.', and must start and end"
                + " with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345',"
                + " regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')");
  }

  @Test
  void all_faults_of_finalizers_and_owners_are_reported() {
    assertThat(
            wrong(
                "{'name':'c','finalizers':['foo','orphan','example.com/x'],"
                    + "'ownerReferences':[{'kind':'Pod','name':'p'}]}"))
        .containsExactly(
            "metadata.finalizers[0]: Invalid value: \"foo\": name is neither a standard finalizer"
                + " name nor is it fully qualified",
            "metadata.ownerReferences.apiVersion: Invalid value: \"\": version must not be empty",
            "metadata.ownerReferences.uid: Invalid value: \"\": uid must not be empty");
  }

  @Test
  void an_address_is_called_as_all_write_it() {
    for (var name : List.of("10.0.0.1", "2001:db8::1", "::1")) {
      assertThat(wrong("IPAddress", "{'name':'" + name + "'}", "{}")).as(name).isEmpty();
    }
    for (var name : List.of("10.0.0.01", "2001:DB8::1", "2001:db8:0:0::1", "x")) {
      assertThat(wrong("IPAddress", "{'name':'" + name + "'}", "{}")).as(name).hasSize(1);
    }
  }
}
