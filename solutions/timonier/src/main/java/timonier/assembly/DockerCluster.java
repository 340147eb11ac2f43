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

/// The containers and the network of one cluster on an engine. They are labelled with the path of
/// its data folder, so that clusters can share an engine and each finds its own again.
///
/// @param home the data folder
record DockerCluster(Path home) {

  /// Marks a data folder whose cluster may have something on the engine.
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

  /// The place of a node's containers.
  DockerRuntime.Place place(String node) {
    return new DockerRuntime.Place(home.toString(), node, network());
  }

  /// Makes the network, with the addresses that the cluster has on this host. First removes one
  /// that was left with other addresses, and all containers on it.
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

  /// Removes its containers and its network from the engine.
  void remove(Engine engine) {
    engine.removeAll(labels());
  }
}
