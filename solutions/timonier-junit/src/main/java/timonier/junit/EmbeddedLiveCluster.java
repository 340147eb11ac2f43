package timonier.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import timonier.assembly.EmbeddedCluster;
import timonier.assembly.EmbeddedCluster.Foundation;
import timonier.client.Client;
import timonier.kit.loop.FileTree;

/// A cluster in this process, and the folder that it needs.
final class EmbeddedLiveCluster implements LiveCluster, AutoCloseable {

  private final Path folder;
  private final EmbeddedCluster cluster;

  private EmbeddedLiveCluster(Path folder, EmbeddedCluster cluster) {
    this.folder = folder;
    this.cluster = cluster;
  }

  static EmbeddedLiveCluster start(TimonierCluster wanted, Foundation foundation) {
    try {
      var folder = Files.createTempDirectory("timonier-junit");
      try {
        var cluster = EmbeddedCluster.start(plan(wanted, foundation, folder));
        return new EmbeddedLiveCluster(folder, cluster);
      } catch (RuntimeException failure) {
        FileTree.remove(folder);
        throw failure;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EmbeddedCluster.Plan plan(
      TimonierCluster wanted, Foundation foundation, Path folder) {
    var runtime =
        switch (wanted.containers()) {
          case SIMULATED -> EmbeddedCluster.Runtime.SIMULATED;
          case PROCESS -> EmbeddedCluster.Runtime.PROCESS;
        };
    return new EmbeddedCluster.Plan(wanted.nodes(), runtime, folder, foundation);
  }

  @Override
  public URI server() {
    return cluster.server();
  }

  @Override
  public X509Certificate authority() {
    return cluster.authority();
  }

  @Override
  public String token() {
    return cluster.token();
  }

  @Override
  public synchronized Path kubeconfig() {
    var file = folder.resolve("kubeconfig");
    try {
      if (Files.notExists(file)) {
        Files.writeString(file, cluster.kubeconfig());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  @Override
  public Client client() {
    return cluster.client();
  }

  @Override
  public void create(String manifest) {
    EmbeddedCluster.create(cluster.client(), manifest);
  }

  @Override
  public void close() {
    cluster.close();
    FileTree.remove(folder);
  }
}
