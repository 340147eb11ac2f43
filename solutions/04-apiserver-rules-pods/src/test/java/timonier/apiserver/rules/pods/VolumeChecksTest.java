package timonier.apiserver.rules.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.rules.pods.JudgedPod.wrong;

import java.util.List;
import org.junit.jupiter.api.Test;

class VolumeChecksTest {

  private static List<String> inVolume(String source) {
    return wrong("'serviceAccountName':'a','volumes':[{'name':'v',%s}]".formatted(source));
  }

  @Test
  void volumes_have_names_of_their_own_and_one_source() {
    assertThat(wrong("'volumes':[{'name':'a'},{'name':'b','emptyDir':{}}]")).isEmpty();
    assertThat(wrong("'volumes':[{'name':'a'},{'name':'a'}]"))
        .containsExactly("spec.volumes[1].name: Duplicate value: \"a\"");
    assertThat(inVolume("'emptyDir':{},'hostPath':{'path':'/'}"))
        .containsExactly(
            "spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type");
  }

  @Test
  void a_path_stays_in_its_volume() {
    var items = "'configMap':{'name':'c','items':[{'key':'k','path':'%s','mode':%d}]}";
    var at = "spec.volumes[0].configMap.items[0]";

    assertThat(inVolume(items.formatted("a/b", 0777))).isEmpty();
    assertThat(inVolume(items.formatted("/a", 01000)))
        .containsExactly(
            at + ".path: Invalid value: \"/a\": must be a relative path",
            at
                + ".mode: Invalid value: 512: must be a number between 0 and 0777 (octal), both"
                + " inclusive");
    assertThat(inVolume(items.formatted("..a", 0)))
        .containsExactly(at + ".path: Invalid value: \"..a\": must not start with '..'");
    assertThat(inVolume(items.formatted("a/../b", 0)))
        .containsExactly(at + ".path: Invalid value: \"a/../b\": must not contain '..'");
  }

  @Test
  void folders_of_others_are_found_from_the_top() {
    assertThat(inVolume("'nfs':{'server':'s','path':'p'}"))
        .containsExactly(
            "spec.volumes[0].nfs.path: Invalid value: \"p\": must be an absolute path");
    assertThat(inVolume("'hostPath':{'path':'/a/..','type':'Door'}")).hasSize(2);
  }

  @Test
  void a_folder_in_memory_has_a_size() {
    assertThat(inVolume("'emptyDir':{'sizeLimit':'1Gi'}")).isEmpty();
    assertThat(inVolume("'emptyDir':{'sizeLimit':'-1'}"))
        .containsExactly(
            "spec.volumes[0].emptyDir.sizeLimit: Forbidden: SizeLimit field must be a valid"
                + " resource quantity");
  }

  @Test
  void projected_sources_write_files_of_their_own() {
    var token = "{'serviceAccountToken':{'path':'%s','expirationSeconds':%d}}";
    var projected = "'projected':{'sources':[%s]}";
    var map = "{'configMap':{'name':'c','items':[{'key':'k','path':'p'}]}}";

    assertThat(inVolume(projected.formatted(map + "," + token.formatted("t", 600)))).isEmpty();
    assertThat(inVolume(projected.formatted(map + "," + map)))
        .containsExactly(
            "spec.volumes[0].projected: Invalid value: \"c\": conflicting duplicate paths");
    assertThat(inVolume(projected.formatted(token.formatted("", 599))))
        .containsExactly(
            "spec.volumes[0].projected.path: Required value",
            "spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds: Invalid"
                + " value: 599: may not specify a duration less than 10 minutes");
  }

  @Test
  void a_file_tells_of_the_pod_what_files_can_tell() {
    var items = "'downwardAPI':{'items':[{'path':'p',%s}]}";
    var field = "'fieldRef':{'fieldPath':'%s'}";
    var at = "spec.volumes[0].downwardAPI";

    assertThat(inVolume(items.formatted(field.formatted("metadata.labels")))).isEmpty();
    assertThat(inVolume(items.formatted(field.formatted("spec.nodeName"))))
        .singleElement()
        .asString()
        .startsWith(at + ".fieldRef.fieldPath: Unsupported value: \"spec.nodeName\"");
    assertThat(inVolume(items.formatted("'mode':0")))
        .containsExactly(at + ": Required value: one of fieldRef and resourceFieldRef is required");
    assertThat(inVolume(items.formatted("'resourceFieldRef':{'resource':'limits.cpu'}")))
        .containsExactly(at + ".resourceFieldRef.containerName: Required value");
  }

  @Test
  void an_amount_is_given_in_a_unit() {
    var item =
        "'downwardAPI':{'items':[{'path':'p','resourceFieldRef':"
            + "{'containerName':'c','resource':'%s','divisor':'%s'}}]}";

    assertThat(inVolume(item.formatted("limits.cpu", "1m"))).isEmpty();
    assertThat(inVolume(item.formatted("limits.memory", "1Mi"))).isEmpty();
    assertThat(inVolume(item.formatted("limits.cpu", "1Mi")))
        .singleElement()
        .asString()
        .endsWith("only divisor's values 1m and 1 are supported with the cpu resource");
    assertThat(inVolume(item.formatted("limits.gold", "1")))
        .singleElement()
        .asString()
        .contains("resourceFieldRef.resource: Unsupported value: \"limits.gold\"");
  }
}
