package timonier.apiserver.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import timonier.pods.Quantity;
import timonier.pods.objects.JsonFormat;

class SubjectTest {

  /// A value; single quotes stand for double ones.
  private static JsonNode json(String text) {
    return JsonFormat.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static Subject created(String text) {
    return Subject.created(json(text), new Causes());
  }

  @Test
  void a_place_is_written_as_in_kubernetes() {
    var object = created("{'a':[{'b':{'c/d':'e'}}]}");
    var deep = object.field("a").element(0).field("b").entry("c/d");

    assertThat(object.path()).isEmpty();
    assertThat(deep.path()).isEqualTo("a[0].b[c/d]");
    assertThat(deep.text()).isEqualTo("e");
    assertThat(deep.at("x").field("y").path()).isEqualTo("x.y");
  }

  @Test
  void what_was_is_known_but_for_elements_of_lists() {
    var object =
        Subject.updated(json("{'a':{'b':2},'c':[1]}"), json("{'a':{'b':1},'c':[0]}"), new Causes());

    assertThat(object.field("a").field("b").old().asInt()).isEqualTo(1);
    assertThat(object.field("a").field("b").isUpdate()).isTrue();
    assertThat(object.field("c").element(0).old().isMissingNode()).isTrue();
    assertThat(object.field("c").element(0).isUpdate()).isFalse();
  }

  @Test
  void an_amount_that_is_not_there_is_zero() {
    var amounts = Subject.updated(json("{'cpu':'500m'}"), json("{'memory':'1Gi'}"), new Causes());

    assertThat(amounts.entry("cpu").quantity()).isEqualTo(Quantity.parse("500m"));
    assertThat(amounts.entry("cpu").oldQuantity().value()).isZero();
    assertThat(amounts.entry("memory").quantity().value()).isZero();
    assertThat(amounts.entry("memory").oldQuantity()).isEqualTo(Quantity.parse("1Gi"));
    assertThatThrownBy(() -> created("{'cpu':'much'}").field("cpu").quantity())
        .isInstanceOf(IllegalArgumentException.class);
  }
}
