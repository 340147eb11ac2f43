package timonier.kubelet.sources;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import timonier.kit.loop.FileTree;
import timonier.kit.loop.LiveLoops;
import timonier.kit.testing.Need;
import timonier.kit.testing.Needs;
import timonier.pods.host.PodNetwork;
import timonier.pods.process.ProcessRuntime;
import timonier.pods.process.Tools;

/// Volumes in containers that are processes with namespaces of their own. The containers use the
/// node's network, so none is made.
@Tag("real")
@Needs({Need.ROOT, Need.BASH})
class NamespacedVolumesTest implements MountedVolumesContract {

  @Override
  public void with(Body body) throws Exception {
    var folder = Files.createTempDirectory("timonier-volumes");
    var volumes = new LocalVolumes(folder.resolve("volumes"));
    try (var loops = new LiveLoops((name, bug) -> System.err.println(name + " failed: " + bug))) {
      var network = new PodNetwork.Bridged("tmn-volumes", "10.235.0.1", "10.235.1");
      var runtime =
          new ProcessRuntime(loops.loop("runtime"), folder.resolve("run"), network, tools());
      try {
        body.run(new Bench(runtime, volumes));
      } finally {
        runtime.removeAll();
      }
    } finally {
      volumes.unmount("uid");
      FileTree.remove(folder);
    }
  }

  private static Tools tools() {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    return Tools.of(java, NamespacedVolumesTest::folderOf);
  }

  private static Path folderOf(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }
}
