package timonier.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;

@Exercise("02-4")
class EnvironmentTest {

  private static final Map<String, String> VARIABLES =
      Map.of("NAME", "web", "PORT", "80", "TRICK", "$(NAME)$$", "EMPTY", "");

  private static void expands(String text, String expected) {
    assertThat(Environment.expand(text, VARIABLES))
        .as("expand %s with %s", text, new java.util.TreeMap<>(VARIABLES))
        .isEqualTo(expected);
  }

  @Check("The value of a variable stands where its name was, also more than once.")
  void names_become_values() {
    expands("$(NAME)", "web");
    expands("http://$(NAME):$(PORT)/$(NAME)", "http://web:80/web");
    expands("[$(EMPTY)]", "[]");
  }

  @Check("A name that no variable has stays as it is.")
  void unknown_names_stay() {
    expands("I am $(NOBODY), $()", "I am $(NOBODY), $()");
    expands("$(NOBODY)$(NAME)", "$(NOBODY)web");
  }

  @Check("Two dollars stand for one, and what follows them is plain text.")
  void two_dollars_are_one() {
    expands("$$(NAME)", "$(NAME)");
    expands("$$$(NAME)", "$web");
    expands("$$$$", "$$");
  }

  @Check("What is no reference stays as it is.")
  void other_text_stays() {
    expands("", "");
    expands("5 $ and $NAME and ${NAME} and (NAME)", "5 $ and $NAME and ${NAME} and (NAME)");
    expands("the end $", "the end $");
  }

  @Check("A reference that is not closed stays as it is.")
  void an_open_reference_stays() {
    expands("$(NAME", "$(NAME");
    expands("$(PORT) $(NAME", "80 $(NAME");
  }

  @Check(points = 2, value = "A value is not expanded again.")
  void values_are_not_expanded_again() {
    expands("$(TRICK)", "$(NAME)$$");
    expands("$(TRICK)$(PORT)", "$(NAME)$$80");
  }
}
