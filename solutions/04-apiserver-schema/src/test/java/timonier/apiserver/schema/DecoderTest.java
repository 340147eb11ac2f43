package timonier.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.JsonFormat;

class DecoderTest {

  private static final Schemas SCHEMAS = new Schemas();

  private static Struct schema(String name) {
    return SCHEMAS.struct(name).orElseThrow();
  }

  /// What a document is once it was read; single quotes stand for double ones.
  private static String read(String type, String json) {
    var document =
        (ObjectNode) JsonFormat.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    Decoder.prune(schema(type), "v1", document);
    return document.toString().replace('"', '\'');
  }

  private static void isRefused(String type, String json) {
    assertThatThrownBy(() -> read(type, json)).isInstanceOf(ApiException.class);
  }

  @Test
  void null_is_no_field_but_an_empty_element() {
    assertThat(read("core/v1.ConfigMap", "{'data':{'a':null},'immutable':null}"))
        .isEqualTo("{'data':{'a':''}}");
    assertThat(read("core/v1.ConfigMap", "{'metadata':{'labels':{'a':null}}}"))
        .isEqualTo("{'metadata':{'labels':{'a':''}}}");
    assertThat(read("core/v1.Secret", "{'data':{'a':null}}")).isEqualTo("{'data':{'a':''}}");
    assertThat(read("core/v1.Container", "{'args':[null],'ports':[null]}"))
        .isEqualTo("{'args':[''],'ports':[{}]}");
    assertThat(read("core/v1.ResourceRequirements", "{'limits':{'cpu':null}}"))
        .isEqualTo("{'limits':{'cpu':'0'}}");
    assertThat(read("core/v1.PodSecurityContext", "{'supplementalGroups':[null]}"))
        .isEqualTo("{'supplementalGroups':[0]}");
  }

  @Test
  void a_number_fits_its_field() {
    assertThat(read("core/v1.TCPSocketAction", "{'port':2147483647}")).contains("2147483647");
    isRefused("core/v1.TCPSocketAction", "{'port':2147483648}");
    isRefused("core/v1.TCPSocketAction", "{'port':1.5}");
    isRefused("core/v1.GRPCAction", "{'port':2147483648}");
    assertThat(read("core/v1.ResourceRequirements", "{'limits':{'cpu':1E+3}}")).contains("1000");
    isRefused("core/v1.ResourceRequirements", "{'limits':{'cpu':1E+400}}");
  }

  @Test
  void bytes_are_filled_up() {
    assertThat(read("core/v1.Secret", "{'data':{'a':'eA=='}}")).contains("eA==");
    isRefused("core/v1.Secret", "{'data':{'a':'eA'}}");
  }

  @Test
  void a_time_has_seconds_and_a_zone() {
    var event = "{'firstTimestamp':'%s'}";

    assertThat(read("core/v1.Event", event.formatted("2026-01-02T03:04:05Z"))).contains("05Z");
    assertThat(read("core/v1.Event", event.formatted("2026-01-02T03:04:05.6+01:00")))
        .contains("05.6");
    isRefused("core/v1.Event", event.formatted("2026-01-02T03:04Z"));
    isRefused("core/v1.Event", event.formatted("2026-01-02T03:04:05"));
  }

  private static ObjectNode document(String json) {
    return (ObjectNode) JsonFormat.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void text_that_is_not_read_yet_may_say_anything() {
    var schema = new Schemas().struct("core/v1.ResourceRequirements").orElseThrow();
    assertThat(Decoder.pruneUnread(schema, "v1", document("{'limits':{'cpu':'1x'},'none':1}")))
        .containsExactly("none");
    assertThatThrownBy(() -> Decoder.pruneUnread(schema, "v1", document("{'limits':{'cpu':[]}}")))
        .isInstanceOf(ApiException.class);
  }
}
