package timonier.apiserver.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RedirectsTest {

  private static final String PREFIX = "/api/v1/namespaces/default/services/web:80/proxy";

  private final Redirects redirects = new Redirects(PREFIX, "10.1.0.7:80", "localhost:8001");

  @Test
  void what_leads_to_the_program_leads_through_the_server() {
    assertThat(redirects.rewrite("/a?b=%20#c")).isEqualTo(PREFIX + "/a?b=%20#c");
    assertThat(redirects.rewrite("http://10.1.0.7:80/a/")).isEqualTo(PREFIX + "/a/");
    assertThat(redirects.rewrite("http://localhost:8001/a"))
        .isEqualTo("http://localhost:8001" + PREFIX + "/a");
  }

  @Test
  void what_leads_there_already_or_elsewhere_stays() {
    assertThat(redirects.rewrite(PREFIX + "/a")).isEqualTo(PREFIX + "/a");
    assertThat(redirects.rewrite("a/b")).isEqualTo("a/b");
    assertThat(redirects.rewrite("?page=2")).isEqualTo("?page=2");
    assertThat(redirects.rewrite("https://example.org/a")).isEqualTo("https://example.org/a");
    assertThat(redirects.rewrite("http://10.1.0.7:81/a")).isEqualTo("http://10.1.0.7:81/a");
  }

  @Test
  void what_leads_nowhere_is_refused() {
    assertThatThrownBy(() -> redirects.rewrite("http://a b/"))
        .hasMessageContaining("error trying to parse Location header");
  }
}
