package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import timonier.kit.testing.Need;
import timonier.kit.testing.Needs;

/// The stage after each chapter runs, with the classes in the strata's folders.
@Tag("real")
class StagesScenario {

  /// A stage that has printed this much without the expected line has failed.
  private static final int MOST_LINES = 200;

  @TempDir private Path home;

  private static String launcher() {
    return Shell.launcher();
  }

  /// Runs a stage until it prints the expected line, then stops it.
  ///
  /// @return everything it printed until then
  private List<String> run(Map<String, String> environment, String expected, String... arguments)
      throws Exception {
    var command = new ArrayList<>(List.of(launcher()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--data", home.resolve("data").toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    var process = builder.start();
    var said = new ArrayList<String>();
    try (var lines = process.inputReader()) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(line);
        if (line.contains(expected)) {
          return said;
        }
        assertThat(said).as("lines without \"%s\"", expected).hasSizeLessThan(MOST_LINES);
      }
      throw new AssertionError("never said \"%s\", but: %s".formatted(expected, said));
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  /// The server's warning about a kind on which nothing acts.
  private static final String IDLE = "nothing here acts on kind \"%s\" yet";

  /// One object of each of some kinds.
  private static final String OBJECTS =
      """
      {"apiVersion": "v1", "kind": "List", "items": [
       {"apiVersion": "apps/v1", "kind": "ReplicaSet", "metadata": {"name": "a"}, "spec": SPEC},
       {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a"}, "spec": SPEC},
       {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"},
        "spec": {"ports": [{"port": 80}]}},
       {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": "a"},
        "spec": {"defaultBackend": {"service": {"name": "a", "port": {"number": 80}}}}}]}
      """
          .replace(
              "SPEC",
              """
              {"selector": {"matchLabels": {"a": "b"}}, "template": {
                "metadata": {"labels": {"a": "b"}},
                "spec": {"containers": [{"name": "c", "image": "i"}]}}}
              """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "01 | :8080/ says: neighbours v1",
        "02 | Running  [web running, 0 restarts, visitor running, 0 restarts]",
        "03 | revision 4  neighbours-node-1  Running  [web running",
      })
  void pods_run_before_there_is_a_server(String number, String expected) throws Exception {
    run(Map.of(), expected, "run", number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"04", "05", "06", "07", "08", "09"})
  @Needs(Need.KUBECTL)
  void each_stage_acts_on_what_its_chapters_brought(String number) throws Exception {
    var served = new ArrayList<String>();
    var said = "";
    var up = new Shell(Map.of());
    var data = home.resolve("data").toString();
    var process =
        new ProcessBuilder(launcher(), "run", number, "--data", data)
            .redirectErrorStream(true)
            .start();
    try (var lines = process.inputReader()) {
      var line = lines.readLine();
      while (line != null && !line.startsWith("READY")) {
        line = lines.readLine();
      }
      assertThat(line).contains(number.equals("04") ? "0 nodes" : "3 nodes");
      var config = "--kubeconfig=" + home.resolve("data/kubeconfig");
      up.must("kubectl", config, "api-resources", "-o", "name").lines().forEach(served::add);
      var objects = Files.writeString(home.resolve("objects.yaml"), OBJECTS).toString();
      said = up.must("kubectl", config, "create", "--dry-run=server", "-f", objects);
    } finally {
      process.destroy();
      process.waitFor();
    }
    var chapter = Integer.parseInt(number);
    assertThat(served).contains("pods", "nodes", "namespaces", "deployments.apps", "jobs.batch");
    assertThat(said.contains(IDLE.formatted("ReplicaSet"))).isEqualTo(chapter < 7);
    assertThat(said.contains(IDLE.formatted("Service"))).isEqualTo(chapter < 8);
    assertThat(said.contains(IDLE.formatted("Deployment"))).isEqualTo(chapter < 9);
    assertThat(said).contains(IDLE.formatted("Ingress"));
  }

  @Test
  void an_edited_class_is_what_runs() throws Exception {
    new Shell(Map.of()).must(launcher(), "--version");
    var edited = edit("03-store", "LogStore.java", "new Ledger(base)", "new Ledger(base + 4000)");

    assertThat(run(Map.of(), "READY", "run", "03")).contains("the store is at revision 0");
    Files.move(home.resolve("data"), home.resolve("before"));
    assertThat(run(Map.of("TIMONIER_STRATA", "03-store=" + edited), "READY", "run", "03"))
        .contains("the store is at revision 4000");
  }

  /// A copy of a stratum's class folder in which one class was edited and compiled again.
  private Path edit(String stratum, String file, String text, String replacement)
      throws IOException {
    var module = Shell.root().resolve("solutions").resolve(stratum);
    var classes = home.resolve("classes");
    new Shell(Map.of())
        .must("cp", "-r", module.resolve("target/classes").toString(), classes.toString());
    var name = stratum.substring(stratum.indexOf('-') + 1);
    var source = Files.readString(module.resolve("src/main/java/timonier/" + name + "/" + file));
    assertThat(source).contains(text);
    var copy = Files.writeString(home.resolve(file), source.replace(text, replacement));
    var compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-d",
                classes.toString(),
                "-cp",
                classes + ":" + System.getProperty("java.class.path"),
                copy.toString());
    assertThat(compiled).isZero();
    return classes;
  }
}
