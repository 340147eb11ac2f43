package timonier.assembly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import timonier.kit.certificates.Identity;
import timonier.kit.certificates.Pem;
import timonier.nodes.NodeCertificate;

/// An identity of a node in a file that only its owner may read: the key, then the certificate.
///
/// @param path the file
/// @param whenKept called with each newer identity
record IdentityFile(Path path, Consumer<Identity> whenKept) implements NodeCertificate.Keeper {

  private static final String CERTIFICATE = "-----BEGIN CERTIFICATE";

  /// The file of a node's client certificate.
  static Path client(Path home) {
    return home.resolve("client.pem");
  }

  /// The file of a node's serving certificate.
  static Path serving(Path home) {
    return home.resolve("serving.pem");
  }

  /// Reads the identity in a file; empty if there is no such file, or no identity in it.
  static Optional<Identity> read(Path path) {
    try {
      var text = Files.exists(path) ? Files.readString(path) : "";
      var middle = text.indexOf(CERTIFICATE);
      return middle < 0
          ? Optional.empty()
          : Optional.of(
              new Identity(
                  Pem.certificate(text.substring(middle)), Pem.key(text.substring(0, middle))));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<Identity> identity() {
    return read(path);
  }

  @Override
  public void keep(Identity identity) {
    DataFolder.writeSecret(path, Pem.of(identity.key()) + Pem.of(identity.certificate()));
    whenKept.accept(identity);
  }
}
