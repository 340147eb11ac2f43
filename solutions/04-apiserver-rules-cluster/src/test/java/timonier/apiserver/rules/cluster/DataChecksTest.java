package timonier.apiserver.rules.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import timonier.apiserver.rules.JudgedKinds;

class DataChecksTest {

  private static List<String> inSecret(String fields) {
    return JudgedKinds.told(ClusterJudged.causes("Secret", fields));
  }

  private static List<String> changed(String kind, String before, String after) {
    return JudgedKinds.told(ClusterJudged.causesOfChange(kind, before, after));
  }

  @Test
  void what_is_immutable_stays_so_and_keeps_its_data() {
    var before = "'immutable':true,'data':{'a':'eA=='}";

    assertThat(changed("ConfigMap", before, before)).isEmpty();
    assertThat(changed("ConfigMap", before, before + ",'binaryData':{'b':'eA=='}"))
        .containsExactly("binaryData: Forbidden: field is immutable when `immutable` is set");
    assertThat(changed("ConfigMap", before, "'immutable':false,'data':{}"))
        .containsExactly(
            "immutable: Forbidden: field is immutable when `immutable` is set",
            "data: Forbidden: field is immutable when `immutable` is set");
    assertThat(changed("Secret", before, "'data':{'a':'eA=='}"))
        .containsExactly("immutable: Forbidden: field is immutable when `immutable` is set");
    assertThat(changed("Secret", "'data':{}", before)).isEmpty();
  }

  @Test
  void the_type_of_a_secret_never_changes() {
    assertThat(changed("Secret", "'type':'e.com/a'", "'type':'e.com/b'"))
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

  @Test
  void keys_of_configuration_are_names_of_files() {
    var data = "'data':{'a b':'c','x':'y'},'binaryData':{'x':'eA=='}";
    assertThat(JudgedKinds.told(ClusterJudged.causes("ConfigMap", data)))
        .hasSize(2)
        .contains("data[x]: Invalid value: \"x\": duplicate of key present in binaryData");
    assertThat(inSecret("'type':'kubernetes.io/tls'"))
        .containsExactly("data[tls.crt]: Required value", "data[tls.key]: Required value");
  }
}
