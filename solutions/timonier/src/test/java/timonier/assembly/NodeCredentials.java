package timonier.assembly;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The certificate of a node, in the hands of somebody who asks for more than is the node's.
///
/// @param data the folder of the node's cluster
/// @param node the node's name
/// @param shell whose `kubectl` knows the cluster
record NodeCredentials(Path data, String node, Shell shell) {

  /// What the server answers.
  String server(String path, String... options) {
    var url = shell.kubectl("config", "view", "-o", "jsonpath={.clusters[0].cluster.server}");
    return curl(url + path, options);
  }

  /// The code that the kubelet of some node answers with.
  String kubelet(String other, String path) {
    var address =
        shell.kubectl("get", "node", other, "-o", "jsonpath={.status.addresses[0].address}");
    var url = "https://" + address + ":10250/" + path;
    return curl(url, "-o", "/dev/null", "-w", "%{http_code}");
  }

  private String curl(String url, String... options) {
    var own = data.resolve("nodes").resolve(node).resolve("client.pem").toString();
    var command = new ArrayList<>(List.of("curl", "-sk", "--cert", own, "--key", own));
    command.addAll(List.of(options));
    command.add(url);
    return shell.must(command.toArray(String[]::new));
  }
}
