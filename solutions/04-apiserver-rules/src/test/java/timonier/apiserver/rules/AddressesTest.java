package timonier.apiserver.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AddressesTest {

  private static List<String> wrong(Consumer<Subject> check, String text) {
    var causes = new Causes();
    check.accept(Subject.created(TextNode.valueOf(text), causes));
    return causes.found().stream()
        .map(cause -> cause.message().replaceFirst("^Invalid value: \"[^\"]*\": ", ""))
        .toList();
  }

  @Test
  void addresses_are_dotted_numbers_or_groups_between_colons() {
    for (var right : List.of("10.9.8.7", "0.0.0.0", "2001:db8::ffff", "::", "::1")) {
      assertThat(wrong(Addresses::address, right)).as(right).isEmpty();
    }
    for (var bad : List.of("", "1.5", "10.9.8", "10.9.8.256", "a", "1::2::3", "fe80::1%eth0")) {
      assertThat(wrong(Addresses::address, bad))
          .as(bad)
          .containsExactly("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
    }
  }

  @Test
  void what_some_read_otherwise_is_refused() {
    assertThat(wrong(Addresses::address, "10.09.8.7")).containsExactly("must not have leading 0s");
    assertThat(wrong(Addresses::address, "::ffff:1.2.3.4"))
        .containsExactly("must not be an IPv4-mapped IPv6 address");
    assertThat(wrong(Addresses::range, "10.0.0.0/08"))
        .containsExactly("must not have leading 0s in IP or prefix length");
  }

  @Test
  void addresses_that_mean_something_else_everywhere_cannot_be_reached() {
    for (var special : List.of("0.0.0.0", "::1", "169.254.1.1", "224.0.0.1", "fe80::1")) {
      assertThat(wrong(Addresses::reachable, special)).as(special).hasSize(1);
    }
    for (var right : List.of("224.0.1.1", "127.128.1.2")) {
      assertThat(wrong(Addresses::reachable, right)).as(right).isEmpty();
    }
  }

  @Test
  void a_range_begins_with_its_first_address() {
    for (var right : List.of("10.0.0.0/8", "1.2.3.4/32", "0.0.0.0/0", "2001:db8::/64")) {
      assertThat(wrong(Addresses::range, right)).as(right).isEmpty();
    }
    assertThat(wrong(Addresses::range, "10.0.0.1/8"))
        .containsExactly("must not have bits set beyond the prefix length");
    for (var bad : List.of("10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "x/8", "a/b/c", "/")) {
      assertThat(wrong(Addresses::range, bad))
          .as(bad)
          .containsExactly("must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
    }
  }
}
