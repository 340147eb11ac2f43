package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpCommandTest {

  @TempDir private Path home;

  private String refusal(String... options) {
    var said = new StringWriter();
    var commandLine = Main.commandLine().setErr(new PrintWriter(said, true));
    var arguments = new String[options.length + 3];
    arguments[0] = "up";
    arguments[1] = "--data";
    arguments[2] = home.resolve("cluster").toString();
    System.arraycopy(options, 0, arguments, 3, options.length);
    assertThat(commandLine.execute(arguments)).as(said.toString()).isEqualTo(1);
    assertThat(home.resolve("cluster")).doesNotExist();
    return said.toString().strip();
  }

  @Test
  void numbers_that_make_no_sense_are_refused_before_anything_is_made() {
    assertThat(refusal("--nodes", "251"))
        .isEqualTo("timonier: --nodes takes a number from 0 to 250, not 251.");
    assertThat(refusal("--port", "65536"))
        .isEqualTo("timonier: --port takes a number from 0 to 65535, not 65536.");
    assertThat(refusal("--read-only-port", "-1"))
        .isEqualTo("timonier: --read-only-port takes a number from 0 to 65535, not -1.");
  }

  @Test
  void one_node_is_counted_as_one() {
    assertThat(UpCommand.count(0)).isEqualTo("0 nodes");
    assertThat(UpCommand.count(1)).isEqualTo("1 node");
    assertThat(UpCommand.count(3)).isEqualTo("3 nodes");
  }
}
