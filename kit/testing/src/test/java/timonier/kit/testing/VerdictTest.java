package timonier.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictTest {

  @TempDir private Path root;

  @BeforeEach
  void checkout() throws IOException {
    Files.createDirectories(root.resolve("kit/loop"));
    Files.createDirectories(root.resolve("solutions/01-pods"));
  }

  /// Writes a report as Surefire does.
  private void report(String lane, String name, String cases) throws IOException {
    var folder = root.resolve("solutions/01-pods/target/surefire-reports").resolve(lane);
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("TEST-timonier.pods." + name + ".xml"),
        "<testsuite name=\"timonier.pods.%s\" time=\"61.5\" tests=\"%d\">%s</testsuite>"
            .formatted(name, cases.split("<testcase", -1).length - 1, cases));
  }

  @Test
  void what_was_skipped_is_named_with_the_line_that_adds_it() throws IOException {
    report("pure", "PodTest", "<testcase name='a'/><testcase name='b'/>");
    report(
        "real",
        "EngineScenario",
        "<testcase name='c'><skipped message='%s'/></testcase>".formatted(Need.DOCKER.reason()));

    assertThat(Verdict.read(root).text())
        .contains("solutions/01-pods                    3 tests     2:03")
        .endsWith(
            """
            Proved: 2 in tests, 0 in simulations, 0 in scenarios.
            Not proved here, for want of something on this machine: 1.
              a Docker Engine that answers: EngineScenario
                To add it: apt-get install docker.io, then start dockerd
            """);
  }

  @Test
  void a_test_that_is_skipped_for_another_reason_is_named_too() throws IOException {
    report("pure", "OddTest", "<testcase name='a'><skipped message='a whim'/></testcase>");

    assertThat(Verdict.read(root).text()).endsWith("  OddTest: a whim\n");
  }

  @Test
  void failures_come_last() throws IOException {
    report(
        "real",
        "PodTest",
        "<testcase name='a'><failure type='x'/></testcase><testcase name='b'/>"
            + "<testcase name='c'><error type='y'/></testcase>");

    var verdict = Verdict.read(root);

    assertThat(verdict.failed()).containsExactly("PodTest.a", "PodTest.c");
    assertThat(verdict.text())
        .contains("Proved: 1 in tests")
        .endsWith("Nothing was skipped.\nFAILED: PodTest.a\nFAILED: PodTest.c\n");
  }
}
