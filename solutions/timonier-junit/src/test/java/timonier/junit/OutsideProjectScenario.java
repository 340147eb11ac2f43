package timonier.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A project that knows this library only by its coordinates, in `src/it/outside`, built by Maven
/// from what this checkout deploys.
///
/// Repository and local repository are folders of the test, so other builds on this machine see
/// none of it.
@Tag("real")
@Tag("minutes")
class OutsideProjectScenario {

  private static final Path ROOT = Path.of(System.getProperty("timonier.root"));

  @TempDir private static Path folder;

  /// Deploys the compiled classes without compiling again, since other tests run on them.
  @BeforeAll
  static void deploy() throws Exception {
    maven(
        "-f",
        ROOT.resolve("pom.xml").toString(),
        "-pl",
        "solutions/timonier-bom,solutions/timonier-junit",
        "-am",
        "-DaltDeploymentRepository=outside::" + repository(),
        "-Dmaven.main.skip",
        "-Dmaven.resources.skip",
        "-Dmaven.test.skip",
        "-Dmaven.install.skip",
        "-Dtimonier.originals=none",
        "deploy");
    copy(ROOT.resolve("solutions/timonier-junit/src/it/outside"), project());
  }

  @ParameterizedTest
  @ValueSource(strings = {"5.11.4", "6.1.3"})
  void its_tests_pass(String junit) throws Exception {
    var output =
        maven(
            "-f",
            project().resolve("pom.xml").toString(),
            "-Dmaven.repo.local=" + folder.resolve("local"),
            "-Dtimonier.repository=" + repository(),
            "-Dtimonier.libraries=" + Path.of(System.getProperty("timonier.libraries")).toUri(),
            "-Djunit.version=" + junit,
            "clean",
            "test");
    assertThat(output).contains("Tests run: 5, Failures: 0, Errors: 0, Skipped: 0");
  }

  private static Path project() {
    return folder.resolve("project");
  }

  private static String repository() {
    return folder.resolve("repository").toUri().toString();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var copy = to.resolve(from.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  /// Runs the same Maven that runs this test; it must succeed.
  private static String maven(String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("timonier.maven"), "bin", "mvn").toString());
    command.add("-B");
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    var process = builder.start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
