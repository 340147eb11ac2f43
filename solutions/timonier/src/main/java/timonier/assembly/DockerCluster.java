package timonier.assembly;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import timonier.pods.docker.BridgeNetwork;
import timonier.pods.docker.DockerRecords;
import timonier.pods.docker.DockerRuntime;
import timonier.pods.docker.Engine;

/// What one cluster has on an engine. Its containers and its network bear the path of its data
/// folder, so that clusters can share an engine and each finds again what is its own.
///
/// @param home the data folder
record DockerCluster(Path home) {

  /// The file in a data folder which says that the engine may have something of it.
  static final String MARK = "docker";

  static DockerCluster of(DataFolder folder) {
    return new DockerCluster(folder.path());
  }

  private Map<String, String> labels() {
    return Map.of(DockerRecords.CLUSTER, home.toString());
  }

  private String network() {
    try {
      var hash = MessageDigest.getInstance("SHA-256");
      var digest = hash.digest(home.toString().getBytes(StandardCharsets.UTF_8));
      return "timonier-" + HexFormat.of().formatHex(digest).substring(0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Where a node has its containers.
  DockerRuntime.Place place(String node) {
    return new DockerRuntime.Place(home.toString(), node, network());
  }

  /// Makes the network, with the addresses that the cluster has on this host. One that was left
  /// with other addresses is removed first, with what is on it.
  void prepare(HostRange range) {
    try (var engine = Runtimes.engine()) {
      prepare(engine, range);
    }
  }

  private void prepare(Engine engine, HostRange range) {
    var wanted =
        new BridgeNetwork(
            network(),
            HostNumber.ENGINE_BRIDGE + range.number(),
            range.pods(),
            range.gateway(),
            labels());
    if (!engine.hasNetwork(wanted)) {
      engine.removeAll(labels());
      engine.createNetwork(wanted);
    }
  }

  /// Removes all that the engine has of it.
  void remove(Engine engine) {
    engine.removeAll(labels());
  }
}
