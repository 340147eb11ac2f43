package timonier.junit;

import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import timonier.client.Client;

/// A cluster with a real server on a port of this machine.
public interface LiveCluster {

  /// The URL of its server, as in `https://127.0.0.1:40115`.
  URI server();

  /// The certificate of the authority that signed the server's.
  X509Certificate authority();

  /// A bearer token with all rights.
  String token();

  /// A file for the environment variable `KUBECONFIG`.
  Path kubeconfig();

  /// A client with all rights, which needs no network.
  Client client();

  /// Creates the objects of a manifest, as `kubectl create` does.
  ///
  /// @param manifest YAML or JSON, of one document or several
  void create(String manifest);
}
