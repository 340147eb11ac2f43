package timonier.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BytesTest {

  private static String node(String json) {
    return Bytes.text(json.getBytes(StandardCharsets.UTF_8), "spec", "nodeName");
  }

  @Test
  void a_field_of_a_field_is_found() {
    assertThat(
            node(
                "{\"metadata\":{\"spec\":{\"nodeName\":\"no\"}},\"spec\":{\"a\":[{}],"
                    + "\"nodeName\":\"n1\"},\"status\":{}}"))
        .isEqualTo("n1");
  }

  @Test
  void what_is_not_there_is_empty() {
    assertThat(node("{\"spec\":{\"other\":\"n1\"},\"nodeName\":\"no\"}")).isEmpty();
    assertThat(node("{\"spec\":\"nodeName\",\"status\":{\"nodeName\":\"no\"}}")).isEmpty();
    assertThat(node("{}")).isEmpty();
  }

  @Test
  void bytes_are_found_within_bytes() {
    var bytes = "abcabd".getBytes(StandardCharsets.UTF_8);

    assertThat(Bytes.contains(bytes, "abd".getBytes(StandardCharsets.UTF_8))).isTrue();
    assertThat(Bytes.contains(bytes, "abe".getBytes(StandardCharsets.UTF_8))).isFalse();
    assertThat(Bytes.contains(bytes, new byte[0])).isTrue();
  }
}
