package timonier.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import timonier.pods.objects.JsonFormat;

class YamlFormTest {

  private static String yaml(String json) {
    var tree = JsonFormat.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    return new String(YamlForm.bytes(tree), StandardCharsets.UTF_8);
  }

  @Test
  void keys_stand_in_order_and_words_without_quotes() {
    assertThat(yaml("{'kind':'Pod','apiVersion':'v1','spec':{'c':1,'a':['b','1']}}"))
        .isEqualTo("apiVersion: v1\nkind: Pod\nspec:\n  a:\n  - b\n  - \"1\"\n  c: 1\n");
  }

  @Test
  void words_that_could_be_taken_for_something_else_come_back_as_they_were() {
    var words =
        List.of(
            "",
            " ",
            "true",
            "no",
            "on",
            "null",
            "~",
            "1",
            "-1",
            "+1",
            "1.5",
            "1e3",
            "0x10",
            "0o7",
            "1_000",
            ".inf",
            "1:30",
            "2026-01-01T00:00:00Z",
            "2026-01-01",
            "a: b",
            "a #b",
            "#a",
            "- a",
            "-",
            "?",
            "@a",
            "`a",
            "%a",
            "&a",
            "*a",
            "!a",
            "|",
            ">",
            "[a",
            "{a",
            "a\nb",
            "a\n",
            "\ta",
            "'a",
            "\"a",
            "=",
            "<<",
            "a:",
            ": a",
            ",a",
            "é",
            "\u0085",
            "a ",
            "0b1",
            "\\a");
    var tree = JsonFormat.mapper().createObjectNode();
    var list = tree.putArray("words");
    words.forEach(list::add);
    words.forEach(word -> tree.put("k" + word, word));

    assertThat(TextBody.yaml(YamlForm.bytes(tree))).isEqualTo(tree);
  }
}
