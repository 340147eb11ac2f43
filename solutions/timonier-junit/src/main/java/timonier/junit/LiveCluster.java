package timonier.junit;

import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import timonier.client.Client;

/// A cluster with a real server on a port of this machine.
public interface LiveCluster {

  /// Where its server is, as in `https://127.0.0.1:40115`.
  URI server();

  /// The certificate of the authority that the server's is signed by.
  X509Certificate authority();

  /// A bearer token that may do everything.
  String token();

  /// A file for the environment variable `KUBECONFIG`.
  Path kubeconfig();

  /// A client that may do everything, and needs no network.
  Client client();

  /// Makes the objects of a manifest, as `kubectl create` does.
  ///
  /// @param manifest YAML or JSON, of one document or several
  void create(String manifest);
}
