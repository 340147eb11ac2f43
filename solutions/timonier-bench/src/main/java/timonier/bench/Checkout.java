package timonier.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// The files of a checkout, as a fresh clone has them.
public final class Checkout {

  /// The parts of a checkout that are built and run.
  public static final List<String> PARTS =
      List.of("pom.xml", ".mvn", "timonier", "chapters", "solutions", "kit");

  /// Copies sources, without what was built or learnt in the checkout.
  ///
  /// @param parts files, and folders with their content
  /// @throws IOException if a file cannot be copied
  public static void copySources(Path root, List<String> parts, Path copy) throws IOException {
    for (var part : parts) {
      try (var files = Files.walk(root.resolve(part))) {
        for (var file : files.filter(Checkout::isSource).toList()) {
          var to = copy.resolve(root.relativize(file).toString());
          Files.createDirectories(to.getParent());
          Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  private static boolean isSource(Path file) {
    var path = file.toString();
    return Files.isRegularFile(file)
        && !path.contains("/target/")
        && !path.contains("/.course/")
        && !path.endsWith("progress.txt");
  }

  private Checkout() {}
}
