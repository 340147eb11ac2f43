package timonier.apiserver.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.pods.objects.ApiException;

class LogQueryTest {

  private static String query(Map<String, String> parameters) {
    return LogQuery.of(
        name -> Optional.ofNullable(parameters.get(name)), parameters::containsKey, "web");
  }

  @Test
  void what_a_client_wants_to_see_is_passed_on() {
    assertThat(query(Map.of("follow", "true", "tailLines", "0", "pretty", "x")))
        .isEqualTo("follow=true&tailLines=0");
    assertThat(query(Map.of("sinceTime", "2026-01-01T00:00:00+01:00", "limitBytes", "10")))
        .isEqualTo("limitBytes=10&sinceTime=2026-01-01T00%3A00%2B01%3A00");
  }

  @Test
  void a_number_that_makes_no_sense_is_refused() {
    assertThatThrownBy(() -> query(Map.of("tailLines", "-1", "sinceSeconds", "0")))
        .isInstanceOf(ApiException.class)
        .hasMessage(
            "PodLogOptions \"web\" is invalid: [tailLines: Invalid value: -1: must be greater than"
                + " or equal to 0, sinceSeconds: Invalid value: 0: must be greater than 0]");
  }

  @Test
  void a_value_that_cannot_be_read_is_refused() {
    assertThatThrownBy(() -> query(Map.of("tailLines", "many")))
        .hasMessage("strconv.ParseInt: parsing \"many\": invalid syntax");
    assertThatThrownBy(() -> query(Map.of("sinceTime", "yesterday")))
        .hasMessage("parsing time \"yesterday\": not RFC 3339");
  }

  @Test
  void a_log_has_one_beginning() {
    assertThatThrownBy(
            () -> query(Map.of("sinceSeconds", "5", "sinceTime", "2026-01-01T00:00:00Z")))
        .hasMessageContaining("at most one of `sinceTime` or `sinceSeconds` may be specified");
  }
}
