package timonier.assembly;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import timonier.kit.loop.FileTree;
import timonier.pods.docker.DockerRecords;
import timonier.pods.docker.Engine;
import timonier.pods.docker.ImageArchive;
import timonier.pods.docker.Layer;
import timonier.pods.host.Processes;
import timonier.pods.programs.Catalogue;
import timonier.pods.programs.WebServer;

/// The images of the [Catalogue] for Docker, made on this machine without any registry: a small
/// Java runtime by `jlink`, the catalogue's programs, a shell and a few tools of this machine, and
/// the shared libraries that they need.
final class ExampleImages {

  private static final String JAVA = "opt/java";
  private static final String PROGRAMS = "opt/timonier";

  private static final String WEB = "timonier/web";

  /// Tags of the web server's image: several, so that there is something to roll out.
  private static final List<String> TAGS =
      List.of("v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9");

  /// The tools in these images, as far as this machine has them.
  private static final String TOOLS =
      "sh bash cat chmod cp date dd echo env false grep head hostname id kill ls mkdir mv printenv"
          + " ps rm sed seq setsid sleep stty tail tar test timeout touch true tty uname wc";

  private final Engine engine;

  ExampleImages(Engine engine) {
    this.engine = engine;
  }

  /// Whether an engine's containers can run programs of this machine.
  static boolean canBeMade() {
    return System.getProperty("os.name").equals("Linux")
        && Processes.run(List.of("ldd", "--version")) == 0;
  }

  /// Makes the images, unless the engine has them up to date.
  ///
  /// @throws CommandFailure if they cannot be made
  void ensure() {
    var key = key();
    var there =
        names().stream()
            .map(engine::image)
            .allMatch(image ->
                image.filter(i -> key.equals(i.labels().get(DockerRecords.LOCAL))).isPresent());
    if (there) {
      return;
    }
    if (!canBeMade()) {
      throw new CommandFailure(
          "The example images can be made on Linux only; use --runtime process.");
    }
    System.out.println("Making the example images for Docker (once)...");
    make(key);
  }

  private static List<String> names() {
    var names = new ArrayList<String>();
    TAGS.forEach(tag -> names.add(WEB + ":" + tag));
    Catalogue.names().stream().map(name -> name + ":latest").forEach(names::add);
    return names;
  }

  /// A hash of what the images depend on: the JDK and the programs.
  private static String key() {
    try {
      var hash = MessageDigest.getInstance("SHA-256");
      hash.update(Files.readAllBytes(Path.of(System.getProperty("java.home"), "release")));
      hash.update(TOOLS.getBytes(StandardCharsets.UTF_8));
      try (Stream<Path> classes = Files.walk(Path.of(Jvm.folderOf(WebServer.class)))) {
        for (var file : classes.filter(Files::isRegularFile).sorted().toList()) {
          hash.update(Files.readAllBytes(file));
        }
      }
      return HexFormat.of().formatHex(hash.digest()).substring(0, 16);
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void make(String key) {
    try {
      var folder = Files.createTempDirectory("timonier-images");
      try {
        var layer = folder.resolve("layer.tar");
        link(folder.resolve("java"));
        write(folder.resolve("java"), layer);
        new ImageArchive(engine.architecture(), layer, images(key)).load(engine);
      } finally {
        FileTree.remove(folder);
      }
    } catch (IOException e) {
      throw new CommandFailure("The example images could not be made: " + e, e);
    }
  }

  /// Makes the Java runtime. Without a time limit: it takes some seconds, on a busy machine many.
  private static void link(Path java) throws IOException {
    var jlink = Path.of(System.getProperty("java.home"), "bin", "jlink").toString();
    var command =
        List.of(
            jlink,
            "--add-modules",
            "java.base,java.net.http",
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--generate-cds-archive",
            "--output",
            java.toString());
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new CommandFailure(
          "A small Java runtime could not be made: %s: %s"
              .formatted(String.join(" ", command), said.strip()));
    }
  }

  private static void write(Path java, Path to) throws IOException {
    try (var layer = new Layer(new BufferedOutputStream(Files.newOutputStream(to)))) {
      layer.folder("tmp");
      layer.text(
          "etc/passwd", "root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n");
      layer.text("etc/group", "root:x:0:\nnogroup:x:65534:\n");
      layer.tree(JAVA, java);
      layer.tree(PROGRAMS, Path.of(Jvm.folderOf(WebServer.class)));
      for (var tool : TOOLS.split(" ", -1)) {
        layer.tool(tool);
      }
    }
  }

  private static List<ImageArchive.Image> images(String key) {
    var catalogue = new Catalogue(Path.of("/" + JAVA, "bin", "java"), "/" + PROGRAMS);
    return names().stream()
        .map(name ->
            new ImageArchive.Image(
                name, catalogue.command(name).orElseThrow(), Map.of(DockerRecords.LOCAL, key)))
        .toList();
  }
}
