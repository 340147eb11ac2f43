package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("real")
class NodeCommandTest {

  @Test
  void a_number_that_another_node_of_the_host_has_is_refused_in_one_sentence() throws Exception {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var other = new ServerSocket()) {
      other.bind(address);
      var taken = (InetSocketAddress) other.getLocalSocketAddress();

      assertThatThrownBy(() -> NodeCommand.requireFree(taken))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining(":%d is taken".formatted(taken.getPort()))
          .hasMessageEndingWith("Choose one that is free with --number.");
    }
    assertThatCode(() -> NodeCommand.requireFree(address)).doesNotThrowAnyException();
  }
}
