package timonier.nodes;

import java.security.KeyPair;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import timonier.client.Client;
import timonier.kit.certificates.CertificateAuthority;
import timonier.kit.certificates.Identity;
import timonier.kit.loop.EventLoop;
import timonier.pods.objects.ApiException;

/// Renews one of a node's certificates: requests a new one, with a new key, when most of its life
/// is over, or when there is none yet (Kubernetes: `certificate_manager`).
public final class NodeCertificate {

  /// How often to check the clock: a machine may have slept.
  private static final Duration LOOK = Duration.ofHours(6);

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(10);

  /// Stores an identity.
  public interface Keeper {
    /// Returns the newest identity; empty if there is none yet.
    Optional<Identity> identity();

    /// Stores a newer identity, and uses it from then on.
    void keep(Identity identity);
  }

  private final EventLoop loop;
  private final Client client;
  private final CertificateKind kind;
  private final String node;
  private final List<String> addresses;
  private final Keeper keeper;
  private Duration retry = FIRST_RETRY;

  /// The key to certify next; the same until it is certified, so that one request is enough.
  private KeyPair pair = CertificateAuthority.newKey();

  /// Starts to renew a certificate.
  ///
  /// @param client the client that requests it
  /// @param addresses the node's addresses, for a serving certificate
  public NodeCertificate(
      EventLoop loop,
      Client client,
      CertificateKind kind,
      String node,
      List<String> addresses,
      Keeper keeper) {
    this.loop = loop;
    this.client = client;
    this.kind = kind;
    this.node = node;
    this.addresses = List.copyOf(addresses);
    this.keeper = keeper;
    loop.run(this::look);
  }

  private void look() {
    var due =
        keeper.identity().map(Identity::certificate).filter(this::fits).map(NodeCertificate::due);
    var now = loop.now();
    if (due.filter(now::isBefore).isEmpty()) {
      loop.spawn("certificate", this::order);
      return;
    }
    var left = Duration.between(now, due.get());
    loop.after(left.compareTo(LOOK) < 0 ? left : LOOK, this::look);
  }

  /// When to renew a certificate: after 70 to 90 percent of its life, so that nodes that began
  /// together do not all come together. The certificate itself decides the percentage.
  static Instant due(X509Certificate certificate) {
    var begin = certificate.getNotBefore().toInstant();
    var life = Duration.between(begin, certificate.getNotAfter().toInstant());
    var chance = certificate.getSerialNumber().longValue() & 0xFFFF;
    return begin
        .plus(life.multipliedBy(70).dividedBy(100))
        .plus(life.multipliedBy(20).dividedBy(100).multipliedBy(chance).dividedBy(0x10000));
  }

  /// Whether a certificate is for the addresses that the node has now.
  private boolean fits(X509Certificate certificate) {
    var names = new ArrayList<String>();
    try {
      var found = certificate.getSubjectAlternativeNames();
      if (found != null) {
        found.forEach(name -> names.add(String.valueOf(name.get(1))));
      }
    } catch (CertificateParsingException _) {
      return false;
    }
    return names.containsAll(addresses);
  }

  private void order() {
    var key = pair;
    try {
      var issued = new CertificateOrder(kind, node, key, addresses).place(loop, client);
      keeper.keep(new Identity(issued, key.getPrivate()));
      loop.run(this::kept);
    } catch (ApiException refusal) {
      loop.run(this::again);
    }
  }

  private void kept() {
    pair = CertificateAuthority.newKey();
    retry = FIRST_RETRY;
    look();
  }

  private void again() {
    loop.after(retry, this::look);
    var doubled = retry.multipliedBy(2);
    retry = doubled.compareTo(LONGEST_RETRY) < 0 ? doubled : LONGEST_RETRY;
  }
}
