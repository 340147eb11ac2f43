package timonier.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import timonier.apiserver.extensions.Admission;
import timonier.apiserver.extensions.Attempt;
import timonier.apiserver.extensions.Authenticator;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.apiserver.requests.User;
import timonier.kit.certificates.CertificateAuthority;
import timonier.kit.certificates.Pem;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.ResourceType;
import timonier.pods.objects.Status;
import timonier.store.Store;
import timonier.store.Store.CompareFailed;
import timonier.store.StoreKey;

/// The valid client certificates of nodes: those that were issued since the Node was last deleted,
/// and have not expired. The store has one list for each node, so deleting the Node revokes them
/// all at once, on every server. A certificate that is not listed is refused, even with a good
/// signature. (Kubernetes revokes no certificates.)
public final class IssuedCertificates implements Admission {

  /// The prefix of a user's credential that is a certificate, as in Kubernetes.
  private static final String CREDENTIAL = "X509SHA256=";

  private static final String CREDENTIAL_ID =
      "/spec/extra/authentication.kubernetes.io~1credential-id/0";

  /// The resource of the lists in the store; each is named after its node.
  static final String LISTS = "certificates.timonier/nodes";

  private static StoreKey key(String node) {
    return new StoreKey(LISTS, "", node);
  }

  private static String credential(X509Certificate certificate) {
    return CREDENTIAL + CertificateAuthority.fingerprint(certificate);
  }

  private static JsonNode list(Store store, String node) {
    return store
        .get(key(node))
        .map(entry -> JsonFormat.parse(entry.value()))
        .orElseGet(() -> JsonFormat.mapper().createObjectNode());
  }

  /// Whether a node's certificate is valid.
  public static boolean isGood(Store store, String node, X509Certificate certificate, Instant now) {
    return certificate.getNotAfter().toInstant().isAfter(now)
        && list(store, node).has(credential(certificate));
  }

  /// Makes an authenticator by certificates. It refuses a node whose certificate is no longer
  /// valid: a connection may last longer than the certificate that it began with.
  public static Authenticator authenticator(Store store, Supplier<Instant> now) {
    var certificates = Authenticator.certificates();
    return shown -> {
      var user = certificates.authenticate(shown);
      return user.flatMap(User::node).isEmpty()
          ? user
          : user.map(known -> check(store, known, shown.certificate().orElseThrow(), now.get()));
    };
  }

  /// Whether a user's credential is still valid; true for credentials that cannot be revoked.
  static boolean isStill(Store store, User user) {
    return user.credential().isEmpty()
        || user.node().filter(node -> list(store, node).has(user.credential())).isPresent();
  }

  private static User check(Store store, User user, X509Certificate shown, Instant now) {
    if (!isGood(store, user.node().orElseThrow(), shown, now)) {
      throw new ApiException(Status.failure(401, "Unauthorized", "Unauthorized"));
    }
    return user.knownBy(credential(shown));
  }

  /// Lists a certificate that is granted. It stays listed even if this write fails: another attempt
  /// to grant the same may have succeeded.
  @Override
  public void validate(Attempt write) {
    if (write.type().equals(ApiServerPart.CERTIFICATE_SIGNING_REQUESTS)) {
      issued(write).ifPresent(certificate -> note(write, certificate));
    } else if (write.type().equals(ResourceTypes.NODES)
        && write.operation() == Attempt.Operation.CREATE) {
      write.user().node().ifPresent(node -> checkStill(write, node, write.user().credential()));
    }
  }

  /// The client certificate that a write grants; empty if it grants none.
  private static Optional<X509Certificate> issued(Attempt write) {
    var granted = write.object().at("/status/certificate");
    var before = write.old().map(old -> old.at("/status/certificate").asText()).orElse("");
    var isClient =
        CertificateKind.of(write.object().at("/spec/signerName").asText())
            .filter(CertificateKind.CLIENT::equals)
            .isPresent();
    if (!isClient || granted.asText("").isEmpty() || granted.asText().equals(before)) {
      return Optional.empty();
    }
    try {
      var pem = Base64.getDecoder().decode(granted.asText());
      return Optional.of(Pem.certificate(new String(pem, StandardCharsets.US_ASCII)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static void note(Attempt write, X509Certificate certificate) {
    var node = NodeSubject.of(write.object().at("/spec/request").asText());
    while (node.isPresent() && !write.dryRun() && !note(write, node.get(), certificate)) {
      // another certificate was listed first: read the list again
    }
  }

  /// @return false if somebody else wrote the list meanwhile
  private static boolean note(Attempt write, String node, X509Certificate certificate) {
    var entry = write.store().get(key(node));
    checkStill(write, node, write.object().at(CREDENTIAL_ID).asText());
    var list = (ObjectNode) list(write.store(), node);
    var now = write.loop().now();
    list.properties().removeIf(one -> Instant.parse(one.getValue().asText()).isBefore(now));
    list.put(credential(certificate), certificate.getNotAfter().toInstant().toString());
    try {
      var expected = entry.map(Store.Entry::modRevision).orElse(0L);
      write.store().put(key(node), JsonFormat.bytes(list), expected);
      return true;
    } catch (CompareFailed _) {
      return false;
    }
  }

  /// Refuses a write whose sender's certificate was revoked meanwhile. Clients inside this process
  /// have none.
  private static void checkStill(Attempt write, String node, String credential) {
    if (!credential.isEmpty() && !list(write.store(), node).has(credential)) {
      throw ApiException.forbidden(
          write.type(), write.key().name(), "the certificate of the node was revoked");
    }
  }

  /// Revokes a Node's certificates before anybody sees that it is gone.
  @Override
  public void removing(ResourceType<?> type, ObjectNode object, Store store) {
    if (!type.equals(ResourceTypes.NODES)) {
      return;
    }
    var key = key(object.at("/metadata/name").asText());
    for (var left = store.get(key); left.isPresent(); left = store.get(key)) {
      try {
        store.delete(key, left.get().modRevision());
      } catch (CompareFailed _) {
        // another certificate was listed meanwhile: delete it with the others
      }
    }
  }
}
