package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackCommandTest {

  private static void pack(Path to) {
    var exit = Main.commandLine().execute("pack", "--movable", "--to", to.toString());
    assertThat(exit).isZero();
  }

  @Test
  void movable_jars_of_the_same_classes_are_the_same(@TempDir Path one, @TempDir Path other)
      throws IOException {
    pack(one);
    pack(other);

    var names = Files.readString(one.resolve("classpath")).split(":", -1);
    assertThat(other.resolve("classpath")).hasSameTextualContentAs(one.resolve("classpath"));
    for (var name : names) {
      assertThat(Path.of(name).getNameCount()).as(name).isEqualTo(1);
      assertThat(Files.mismatch(one.resolve(name), other.resolve(name))).as(name).isEqualTo(-1);
    }
  }

  @Test
  void a_movable_jar_of_classes_does_not_name_their_folder(@TempDir Path folder)
      throws IOException {
    pack(folder);

    for (var name : Files.readString(folder.resolve("classes")).split(":", -1)) {
      try (var jar = new JarFile(folder.resolve(name).toFile())) {
        assertThat(jar.getManifest().getMainAttributes()).doesNotContainKey(Jvm.CLASS_FOLDER);
        assertThat(jar.stream().map(entry -> entry.getName())).doesNotHaveDuplicates();
      }
    }
  }
}
