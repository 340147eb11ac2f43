package timonier.apiserver.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import timonier.apiserver.schema.Defaults;
import timonier.apiserver.schema.GoForm;
import timonier.apiserver.schema.Kinds;
import timonier.apiserver.schema.Schemas;
import timonier.pods.JsonFormat;
import timonier.pods.Pod;
import timonier.pods.ResourceType;
import timonier.pods.Status.Cause;

class DataChecksTest {

  private static final Schemas SCHEMAS = new Schemas();
  private static final Kinds KINDS = new Kinds();

  private static final ResourceType<?> CONFIG_MAPS = type("ConfigMap", "configmaps");
  private static final ResourceType<?> SECRETS = type("Secret", "secrets");

  private static ResourceType<?> type(String kind, String plural) {
    return new ResourceType<>(
        "", "v1", kind, plural, true, List.of(), List.of(), List.of(), Pod.class);
  }

  /// An object with all its defaults; single quotes stand for double ones.
  private static ObjectNode object(ResourceType<?> type, String fields) {
    var json = "{'metadata':{'name':'x'}," + fields + "}";
    var bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    var object = (ObjectNode) JsonFormat.parse(bytes);
    Defaults.apply(SCHEMAS.of(type), object);
    GoForm.apply(SCHEMAS.of(type), object);
    return object;
  }

  private static List<String> told(List<Cause> causes) {
    return causes.stream().map(cause -> cause.field() + ": " + cause.message()).toList();
  }

  private static List<String> inSecret(String fields) {
    var secret = object(SECRETS, fields);
    return told(Validation.created(KINDS.of(SECRETS), SCHEMAS.of(SECRETS), secret));
  }

  private static List<String> changed(ResourceType<?> type, String before, String after) {
    return told(
        Validation.updated(
            KINDS.of(type), SCHEMAS.of(type), object(type, after), object(type, before), ""));
  }

  @Test
  void what_is_immutable_stays_so_and_keeps_its_data() {
    var before = "'immutable':true,'data':{'a':'eA=='}";

    assertThat(changed(CONFIG_MAPS, before, before)).isEmpty();
    assertThat(changed(CONFIG_MAPS, before, before + ",'binaryData':{'b':'eA=='}"))
        .containsExactly("binaryData: Forbidden: field is immutable when `immutable` is set");
    assertThat(changed(CONFIG_MAPS, before, "'immutable':false,'data':{}"))
        .containsExactly(
            "immutable: Forbidden: field is immutable when `immutable` is set",
            "data: Forbidden: field is immutable when `immutable` is set");
    assertThat(changed(SECRETS, before, "'data':{'a':'eA=='}"))
        .containsExactly("immutable: Forbidden: field is immutable when `immutable` is set");
    assertThat(changed(SECRETS, "'data':{}", before)).isEmpty();
  }

  @Test
  void the_type_of_a_secret_never_changes() {
    assertThat(changed(SECRETS, "'type':'e.com/a'", "'type':'e.com/b'"))
        .containsExactly("type: Invalid value: \"e.com/b\": field is immutable");
  }

  @Test
  void a_secret_has_what_its_type_promises() {
    assertThat(inSecret("'type':'e.com/a'")).isEmpty();
    assertThat(inSecret("'type':'kubernetes.io/dockerconfigjson','data':{'a':'eA=='}"))
        .containsExactly("data[.dockerconfigjson]: Required value");
    assertThat(inSecret("'type':'kubernetes.io/dockercfg','stringData':{'.dockercfg':'no JSON'}"))
        .containsExactly(
            "data[.dockercfg]: Invalid value: \"<secret contents redacted>\": must be a JSON"
                + " object");
    assertThat(inSecret("'type':'kubernetes.io/dockercfg','stringData':{'.dockercfg':'{}'}"))
        .isEmpty();
    assertThat(inSecret("'type':'kubernetes.io/basic-auth','stringData':{'password':'p'}"))
        .isEmpty();
    assertThat(inSecret("'type':'kubernetes.io/basic-auth'")).hasSize(2);
    assertThat(inSecret("'type':'kubernetes.io/ssh-auth'")).hasSize(1);
    assertThat(inSecret("'type':'kubernetes.io/service-account-token'"))
        .containsExactly(
            "metadata.annotations[kubernetes.io/service-account.name]: Required value");
  }
}
