package timonier.pods.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PodNetworkTest {

  private static final String PASSAGE = "FORWARD -i tmn7 -o tmn7 -j ACCEPT";

  private final List<String> commands = new ArrayList<>();
  private final Set<String> rules = new HashSet<>();
  private final PodNetwork.Bridged network =
      new PodNetwork.Bridged("tmn7", "10.139.0.1", "10.139.1", this::run);

  /// A machine whose firewall keeps rules.
  private int run(List<String> command) {
    commands.add(String.join(" ", command));
    if (!command.getFirst().equals("iptables")) {
      return 0;
    }
    var rule = String.join(" ", command.subList(3, command.size()));
    return switch (command.get(2)) {
      case "-C" -> rules.contains(rule) ? 0 : 1;
      case "-I" -> rules.add(rule) ? 0 : 1;
      case "-D" -> rules.remove(rule) ? 0 : 1;
      default -> throw new AssertionError(command);
    };
  }

  @Test
  void the_rule_that_lets_pods_reach_each_other_is_added_once() {
    network.prepare();
    network.prepare();

    assertThat(rules).containsExactly(PASSAGE);
    assertThat(commands).containsOnlyOnce("iptables -w -I " + PASSAGE);
  }

  @Test
  void nothing_is_left_of_a_bridge_that_is_removed() {
    network.prepare();
    network.remove();

    assertThat(rules).isEmpty();
    assertThat(commands).endsWith("ip link del tmn7");
  }
}
