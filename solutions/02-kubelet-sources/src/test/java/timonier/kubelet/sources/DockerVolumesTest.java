package timonier.kubelet.sources;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import timonier.kit.loop.FileTree;
import timonier.kit.loop.LiveLoops;
import timonier.kit.testing.Need;
import timonier.kit.testing.Needs;
import timonier.pods.docker.DockerRecords;
import timonier.pods.docker.DockerRuntime;
import timonier.pods.docker.Engine;
import timonier.pods.docker.ToolsImage;

/// Volumes in containers of this machine's engine. The containers use the node's network, so none
/// is made.
@Tag("real")
@Needs({Need.ROOT, Need.DOCKER, Need.BASH})
class DockerVolumesTest implements MountedVolumesContract {

  private static final String CLUSTER = "timonier-volumes-test";
  private static final Map<String, String> LABELS = Map.of(DockerRecords.CLUSTER, CLUSTER);
  private static final List<String> TOOLS = List.of("bash", "cat", "dd", "grep", "ls", "touch");

  @Override
  public void with(Body body) throws Exception {
    var folder = Files.createTempDirectory("timonier-volumes");
    var volumes = new LocalVolumes(folder.resolve("volumes"));
    try (var engine = Engine.local();
        var loops = new LiveLoops((name, bug) -> System.err.println(name + " failed: " + bug))) {
      new ToolsImage(IMAGE, TOOLS).load(engine);
      var place = new DockerRuntime.Place(CLUSTER, "node-1", "host");
      try (var runtime = new DockerRuntime(loops.loop("runtime"), engine, place)) {
        body.run(new Bench(runtime, volumes));
      } finally {
        engine.removeAll(LABELS);
      }
    } finally {
      volumes.unmount("uid");
      FileTree.remove(folder);
    }
  }
}
