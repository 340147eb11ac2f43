package timonier.kit.course;

import java.nio.file.Path;
import java.util.regex.Pattern;

/// The pom of a chapter: its solution's, made to stand alone, so that editors can open it and `mvn
/// test` can run it.
final class StarterPom {

  private static final Pattern ARTIFACT = Pattern.compile("</parent>\\s*<artifactId>([^<]+)<");
  private static final Pattern DEPENDENCIES =
      Pattern.compile("<dependencies>(.*)</dependencies>", Pattern.DOTALL);

  /// Makes the pom of a chapter's starter.
  ///
  /// Its parent is that of the solution, which [LocalRepository] puts into a repository of its own
  /// next to the reference's modules.
  static String of(Path module) {
    var solution = FileTree.read(module.resolve("pom.xml"));
    var artifact = ARTIFACT.matcher(solution);
    var dependencies = DEPENDENCIES.matcher(solution);
    if (!artifact.find() || !dependencies.find()) {
      throw new CourseFailure(
          "The pom of %s has no parent, no artifactId or no dependencies.".formatted(module));
    }
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <!-- What this chapter needs of earlier ones is built by one run of ./timonier. -->
    <project xmlns="http://maven.apache.org/POM/4.0.0"
             xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
             xsi:schemaLocation="http://maven.apache.org/POM/4.0.0 http://maven.apache.org/xsd/maven-4.0.0.xsd">
      <modelVersion>4.0.0</modelVersion>
      <parent>
        <groupId>timonier</groupId>
        <artifactId>timonier-chapters</artifactId>
        <version>1.0-SNAPSHOT</version>
        <relativePath>../pom.xml</relativePath>
      </parent>
      <artifactId>chapter-%s</artifactId>

      <dependencies>%s</dependencies>
    </project>
    """
        .formatted(
            artifact.group(1), dependencies.group(1).replace("${project.version}", "1.0-SNAPSHOT"));
  }

  private StarterPom() {}
}
