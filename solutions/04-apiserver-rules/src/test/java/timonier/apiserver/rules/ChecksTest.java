package timonier.apiserver.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import timonier.pods.objects.JsonFormat;

class ChecksTest {

  /// What a check says of the field `a` of a document; single quotes stand for double ones.
  private static List<String> ofField(String check, String argument, String document) {
    var causes = new Causes();
    var value = JsonFormat.parse(document.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    Objects.requireNonNull(Checks.area().checks().get(check))
        .apply(argument)
        .judge()
        .accept(Subject.created(value, causes).field("a"));
    return JudgedKinds.told(causes.found());
  }

  @Test
  void what_a_field_may_say_can_depend_on_another() {
    assertThat(ofField("only where", "type Queue", "{'a':1,'type':'Queue'}")).isEmpty();
    assertThat(ofField("only where", "type Queue", "{'a':1,'type':'Reject'}"))
        .containsExactly("a: Forbidden: may only be set where `type` is 'Queue'");
    assertThat(ofField("needed where", "type Queue", "{'type':'Reject'}")).isEmpty();
    assertThat(ofField("needed where", "type Queue", "{'type':'Queue'}"))
        .containsExactly("a: Required value: must be set where `type` is 'Queue'");
  }

  @Test
  void numbers_have_bounds() {
    assertThat(ofField("range", "1 5", "{'a':5}")).isEmpty();
    assertThat(ofField("range", "1 5", "{'a':6}"))
        .containsExactly("a: Invalid value: 6: must be between 1 and 5, inclusive");
    assertThat(ofField("at least", "1", "{'a':0}"))
        .containsExactly("a: Invalid value: 0: must be greater than or equal to 1");
    assertThat(ofField("at most", "1", "{'a':['x','y']}"))
        .containsExactly("a: Too many: 2: must have at most 1 items");
  }

  @Test
  void elements_are_told_apart_by_one_key_or_several() {
    assertThat(ofField("unique", "k", "{'a':[{'k':1},{'k':2},{'k':1},{}]}"))
        .containsExactly("a[2].k: Duplicate value: 1");
    assertThat(ofField("unique", "k l", "{'a':[{'k':1,'l':1},{'k':1,'l':2},{'k':1,'l':1}]}"))
        .containsExactly("a[2]: Duplicate value: {\"k\":1,\"l\":1}");
    assertThat(ofField("unique", ".", "{'a':['x','y','x']}"))
        .containsExactly("a[2]: Duplicate value: \"x\"");
  }

  @Test
  void one_of_some_fields_is_there() {
    assertThat(ofField("exactly one of", "b c", "{'a':{'c':1}}")).isEmpty();
    assertThat(ofField("exactly one of", "b c", "{'a':{}}"))
        .containsExactly("a: Required value: exactly one of [b, c] is required");
    assertThat(ofField("exactly one of", "b c", "{'a':{'b':1,'c':1}}")).hasSize(1);
  }
}
