package timonier.nodes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import timonier.apiserver.extensions.Admission;
import timonier.apiserver.extensions.Attempt;
import timonier.apiserver.extensions.Authenticator;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.apiserver.requests.User;
import timonier.client.Client;
import timonier.client.DeleteOptions;
import timonier.client.ListOptions;
import timonier.kit.certificates.CertificateAuthority;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Json;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.ResourceType;
import timonier.store.KeyRange;
import timonier.store.Store;
import timonier.store.Store.CompareFailed;
import timonier.store.Store.Entry;
import timonier.store.StoreKey;

/// Tokens with which machines join: each is for one node's name, and valid once and for a day.
///
/// A token is `<fingerprint of the authority>.<secret>`. The cluster keeps a Secret
/// `join-token-<id>` in `kube-system` with the node, the expiry, and a hash of the secret, so that
/// reading it does not help to join. *Once* means one request for a certificate: the same request
/// may be sent again when its answer was lost, and gets the same identity.
public final class JoinTokens implements Admission {

  /// How long a token is valid (Kubernetes: 24 hours with `kubeadm token create`).
  public static final Duration LIFE = Duration.ofDays(1);

  private static final String NAMESPACE = "kube-system";
  private static final String PREFIX = "join-token-";
  private static final String TYPE = "timonier/join-token";
  private static final String USED = "request";
  private static final int ID_LENGTH = 16;

  /// A token as stored.
  ///
  /// @param entry the value of the store
  /// @param secret the object
  private record Kept(Entry entry, ObjectNode secret) {
    static Kept of(Entry entry) {
      return new Kept(entry, (ObjectNode) JsonFormat.parse(entry.value()));
    }

    boolean isToken() {
      return secret.path("type").asText().equals(TYPE);
    }

    String value(String field) {
      var encoded = secret.path("data").path(field).asText("");
      return new String(Base64.getDecoder().decode(encoded), UTF_8);
    }

    boolean isGood(Instant now) {
      try {
        return Instant.parse(value("expiration")).isAfter(now);
      } catch (DateTimeException _) {
        return false;
      }
    }
  }

  /// Creates a token, and removes expired ones.
  ///
  /// @param client an administrator's
  /// @param authority the cluster's, with which the node verifies the server
  /// @param node the name of the node
  /// @return the token; it cannot be found out later
  public static String create(Client client, X509Certificate authority, String node, Instant now) {
    removeOld(client, now);
    var secret = CertificateAuthority.newSecret();
    var hash = hash(secret);
    var tree = JsonFormat.mapper().createObjectNode();
    tree.putObject("metadata").put("name", PREFIX + hash.substring(0, ID_LENGTH));
    tree.put("type", TYPE);
    tree.putObject("data")
        .put("node", encode(node))
        .put("hash", encode(hash))
        .put("expiration", encode(now.plus(LIFE).toString()));
    client.create(ApiServerPart.SECRETS, NAMESPACE, Json.of(tree));
    return CertificateAuthority.fingerprint(authority) + "." + secret;
  }

  /// Removes a token if it is there.
  public static void remove(Client client, String token) {
    var id = hash(token.substring(token.indexOf('.') + 1)).substring(0, ID_LENGTH);
    try {
      client.delete(
          ApiServerPart.SECRETS, new ObjectKey(NAMESPACE, PREFIX + id), DeleteOptions.any());
    } catch (ApiException refusal) {
      if (!refusal.is("NotFound")) {
        throw refusal;
      }
    }
  }

  private static void removeOld(Client client, Instant now) {
    for (var secret : client.list(ApiServerPart.SECRETS, ListOptions.in(NAMESPACE)).items()) {
      var metadata = secret.metadata();
      var isOver =
          metadata.creationTimestamp().filter(made -> made.plus(LIFE).isBefore(now)).isPresent();
      if (metadata.name().startsWith(PREFIX) && isOver) {
        client.delete(ApiServerPart.SECRETS, secret.key(), DeleteOptions.of(metadata.uid()));
      }
    }
  }

  private static String encode(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static String hash(String text) {
    return CertificateAuthority.fingerprint(text.getBytes(UTF_8));
  }

  /// Makes an authenticator by tokens that have not expired. Their holders may do little, see
  /// [NodeAuthorizer].
  public static Authenticator authenticator(Store store, Supplier<Instant> now) {
    return shown ->
        shown
            .bearerToken()
            .flatMap(secret -> find(store, secret))
            .filter(kept -> kept.isGood(now.get()))
            .map(kept -> User.bootstrapper(id(kept.entry().key())));
  }

  private static StoreKey key(String id) {
    return new StoreKey(ApiServerPart.SECRETS.groupResource(), NAMESPACE, PREFIX + id);
  }

  private static String id(StoreKey key) {
    return key.name().substring(PREFIX.length());
  }

  private static Optional<Kept> find(Store store, String secret) {
    var hash = hash(secret);
    return store
        .get(key(hash.substring(0, ID_LENGTH)))
        .map(Kept::of)
        .filter(kept -> kept.isToken() && isSame(kept.value("hash"), hash));
  }

  private static boolean isSame(String one, String other) {
    return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
  }

  /// Assigns the token to the request. It stays assigned even if this write fails: another attempt
  /// of the same client may have succeeded, and rely on it.
  @Override
  public void validate(Attempt write) {
    var user = write.user();
    if (!write.type().equals(ApiServerPart.CERTIFICATE_SIGNING_REQUESTS)
        || write.operation() != Attempt.Operation.CREATE
        || !user.isIn(User.BOOTSTRAPPERS)) {
      return;
    }
    var id = user.name().substring(user.name().lastIndexOf(':') + 1);
    var spec = write.object().path("spec");
    while (!claim(write, id, spec)) {
      // another request used the token first: read it again
    }
  }

  /// Assigns a token to a request, unless another has it.
  ///
  /// @return false if somebody else wrote the token meanwhile
  private static boolean claim(Attempt write, String id, JsonNode spec) {
    var kept =
        write
            .store()
            .get(key(id))
            .map(Kept::of)
            .orElseThrow(() -> refusal(write, "the join token is gone"));
    checkNode(write, kept.value("node"), spec);
    var request = hash(write.key().name() + "\n" + spec.path("request").asText());
    var used = kept.value(USED);
    if (used.equals(request)) {
      return true;
    }
    if (!used.isEmpty()) {
      throw refusal(write, "the join token was used already");
    }
    if (write.dryRun()) {
      return true;
    }
    ((ObjectNode) kept.secret().path("data")).put(USED, encode(request));
    try {
      var entry = kept.entry();
      write.store().put(entry.key(), JsonFormat.bytes(kept.secret()), entry.modRevision());
      return true;
    } catch (CompareFailed _) {
      return false;
    }
  }

  private static void checkNode(Attempt write, String node, JsonNode spec) {
    var isClient =
        CertificateKind.of(spec.path("signerName").asText())
            .filter(CertificateKind.CLIENT::equals)
            .isPresent();
    if (!isClient
        || !NodeSubject.of(spec.path("request").asText()).filter(node::equals).isPresent()) {
      throw refusal(write, "the join token is for the client certificate of node \"" + node + "\"");
    }
  }

  private static ApiException refusal(Attempt write, String why) {
    return ApiException.forbidden(write.type(), write.key().name(), why);
  }

  /// Removes the tokens of a deleted node, so that it does not come back with an old one.
  @Override
  public void removing(ResourceType<?> type, ObjectNode object, Store store) {
    if (!type.equals(ResourceTypes.NODES)) {
      return;
    }
    var node = object.at("/metadata/name").asText();
    var range = new KeyRange(ApiServerPart.SECRETS.groupResource(), NAMESPACE, "");
    for (var entry : store.range(range, 0, 0, Optional.empty()).entries()) {
      if (entry.key().name().startsWith(PREFIX) && Kept.of(entry).value("node").equals(node)) {
        remove(store, entry.key());
      }
    }
  }

  private static void remove(Store store, StoreKey key) {
    for (var left = store.get(key); left.isPresent(); left = store.get(key)) {
      try {
        store.delete(key, left.get().modRevision());
      } catch (CompareFailed _) {
        // it was used at this moment: read it again, and delete it
      }
    }
  }
}
