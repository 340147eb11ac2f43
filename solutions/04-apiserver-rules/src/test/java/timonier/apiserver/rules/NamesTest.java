package timonier.apiserver.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NamesTest {

  /// What judges a name.
  private interface NameRule {
    void judge(Causes causes, String at, JsonNode name);
  }

  /// All texts of at most four of some letters.
  private static List<String> texts() {
    var all = new ArrayList<>(List.of(""));
    for (var i = 0; i < all.size(); i++) {
      for (var letter : "aZ0-_./ é".toCharArray()) {
        if (all.get(i).length() < 4) {
          all.add(all.get(i) + letter);
        }
      }
    }
    return all;
  }

  /// Judges all texts, and compares with the expression that the refusal of a wrong one shows.
  private static void asItsExpression(NameRule rule) {
    var shown = Pattern.compile("(?s).*regex used for validation is '(.*)'\\).*");
    var told = new Causes();
    rule.judge(told, "at", TextNode.valueOf("%"));
    var form = shown.matcher(told.found().getFirst().message());
    assertThat(form.matches()).isTrue();

    for (var text : texts()) {
      var causes = new Causes();
      rule.judge(causes, "at", TextNode.valueOf(text));
      assertThat(causes.found().isEmpty()).as(text).isEqualTo(text.matches(form.group(1)));
    }
  }

  @Test
  void names_are_judged_by_the_expressions_that_refusals_show() {
    asItsExpression(Names::label);
    asItsExpression(Names::subdomain);
    asItsExpression(Names::labelValue);
  }

  @Test
  void a_key_is_a_name_after_at_most_one_domain() {
    for (var right : List.of("a", "A_b.c-d", "e.com/A", "0/0")) {
      assertThat(ofKey(right)).as(right).isEmpty();
    }
    for (var wrong : List.of("", "-a", "a-", "/a", "a/", "E.com/a", "e..com/a", "a/b/c")) {
      assertThat(ofKey(wrong)).as(wrong).isNotEmpty();
    }
  }

  private static List<String> ofKey(String key) {
    var causes = new Causes();
    Names.qualified(causes, "at", key, key);
    return JudgedKinds.told(causes.found());
  }
}
