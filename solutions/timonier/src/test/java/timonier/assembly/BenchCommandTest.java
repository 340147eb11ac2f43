package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BenchCommandTest {

  @Test
  @Tag("real")
  void a_small_run_prints_its_rows() {
    var out = new StringWriter();
    var command = Main.commandLine().setOut(new PrintWriter(out, true));

    var exit = command.execute("bench", "--quick", "--rows", "create,get,watch,memory");

    assertThat(exit).isZero();
    assertThat(out.toString().lines().filter(line -> line.contains(" warm "))).hasSize(4);
    assertThat(out.toString().lines().filter(line -> line.contains(" cold "))).hasSize(3);
  }
}
