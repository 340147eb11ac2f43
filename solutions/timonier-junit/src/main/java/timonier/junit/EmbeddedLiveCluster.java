package timonier.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import timonier.apiserver.schema.Schemas;
import timonier.assembly.EmbeddedCluster;
import timonier.client.Client;
import timonier.pods.process.Processes;

/// A cluster in this process, and the folder that it needs.
final class EmbeddedLiveCluster implements LiveCluster, AutoCloseable {

  private final Path folder;
  private final EmbeddedCluster cluster;

  private EmbeddedLiveCluster(Path folder, EmbeddedCluster cluster) {
    this.folder = folder;
    this.cluster = cluster;
  }

  static EmbeddedLiveCluster start(Cluster wanted, Schemas schemas) {
    try {
      var folder = Files.createTempDirectory("timonier-junit");
      try {
        var cluster = EmbeddedCluster.start(plan(wanted, schemas, folder));
        Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig());
        return new EmbeddedLiveCluster(folder, cluster);
      } catch (RuntimeException failure) {
        Processes.removeTree(folder);
        throw failure;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EmbeddedCluster.Plan plan(Cluster wanted, Schemas schemas, Path folder) {
    var runtime =
        switch (wanted.containers()) {
          case SIMULATED -> EmbeddedCluster.Runtime.SIMULATED;
          case PROCESS -> EmbeddedCluster.Runtime.PROCESS;
        };
    return new EmbeddedCluster.Plan(wanted.nodes(), runtime, folder, schemas);
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
  public Path kubeconfig() {
    return folder.resolve("kubeconfig");
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
    Processes.removeTree(folder);
  }
}
