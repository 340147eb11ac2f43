package timonier.pods.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/// An image of this machine's own programs, made here, so that tests need no registry.
///
/// @param name its name, without a tag
/// @param tools the names of the programs; those that the machine lacks are left out
public record ToolsImage(String name, List<String> tools) {

  /// Makes it and loads it into an engine.
  public void load(Engine engine) throws IOException {
    var file = Files.createTempFile("timonier-tools", ".tar");
    try {
      try (var layer = new Layer(Files.newOutputStream(file))) {
        for (var tool : tools) {
          layer.tool(tool);
        }
      }
      var image =
          new ImageArchive.Image(
              name + ":latest",
              List.of("echo", "nothing asked"),
              Map.of(DockerRecords.LOCAL, "tools"));
      new ImageArchive(engine.architecture(), file, List.of(image)).load(engine);
    } finally {
      Files.delete(file);
    }
  }
}
