package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `up` and the README say in the same sentences what separates pods from the host.
class HostSentencesTest {

  private static String sentence(boolean namespaces, String runtime) {
    return new HostRange(0, namespaces, List.of()).describe(runtime);
  }

  @Test
  void as_root_on_linux_processes_have_what_is_theirs_and_see_programs() {
    assertThat(sentence(true, "process"))
        .isEqualTo(
            "pods have networks, files, processes and users of their own, and see the host's"
                + " programs");
  }

  @Test
  void elsewhere_nothing_separates_processes_and_it_is_said_what_would() {
    assertThat(sentence(false, "process"))
        .contains("nothing else separates them from your files and processes")
        .endsWith("run as root on Linux with iproute2 for that");
  }

  @Test
  void what_containers_of_docker_lack_is_said_where_they_lack_it() {
    assertThat(sentence(true, "docker"))
        .isEqualTo(
            "pods are containers of Docker, with networks, files and processes of their own");
    assertThat(sentence(false, "docker"))
        .startsWith(sentence(true, "docker"))
        .contains("cannot reach cluster addresses");
  }

  @Test
  void simulated_pods_do_not_run() {
    assertThat(sentence(true, "simulated"))
        .isEqualTo(sentence(false, "simulated"))
        .contains("nothing of them runs on this host");
  }

  @ParameterizedTest
  @CsvSource({
    "true, process",
    "false, process",
    "true, docker",
    "false, docker",
    "true, simulated"
  })
  void the_readme_has_the_sentence_that_up_prints(boolean namespaces, String runtime)
      throws IOException {
    var readme = Files.readString(Path.of(System.getProperty("timonier.root"), "README.md"));

    assertThat(readme.replaceAll("\\s+", " ")).contains(sentence(namespaces, runtime));
  }
}
