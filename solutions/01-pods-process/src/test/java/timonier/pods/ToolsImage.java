package timonier.pods;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import timonier.pods.docker.DockerRecords;
import timonier.pods.docker.Engine;
import timonier.pods.docker.ImageArchive;
import timonier.pods.docker.Layer;

/// The image [RuntimeContract#IMAGE], made of this machine's own programs.
final class ToolsImage {

  static void load(Engine engine) throws IOException {
    var file = Files.createTempFile("timonier-tools", ".tar");
    try {
      try (var layer = new Layer(Files.newOutputStream(file))) {
        for (var tool :
            List.of(
                "sh",
                "bash",
                "cat",
                "dd",
                "echo",
                "false",
                "grep",
                "kill",
                "ls",
                "readlink",
                "sleep",
                "stty",
                "touch",
                "tr",
                "tty")) {
          layer.tool(tool);
        }
      }
      var image =
          new ImageArchive.Image(
              RuntimeContract.IMAGE + ":latest",
              List.of("echo", "nothing asked"),
              Map.of(DockerRecords.LOCAL, "tools"));
      new ImageArchive(engine.architecture(), file, List.of(image)).load(engine);
    } finally {
      Files.delete(file);
    }
  }

  private ToolsImage() {}
}
