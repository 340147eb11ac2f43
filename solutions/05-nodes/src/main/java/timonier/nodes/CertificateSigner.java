package timonier.nodes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.apiserver.kinds.CertificateSigningRequest;
import timonier.apiserver.requests.User;
import timonier.client.Client;
import timonier.client.ComponentContext;
import timonier.client.ObjectCache;
import timonier.client.Patch;
import timonier.kit.certificates.CertificateAuthority;
import timonier.kit.certificates.Pem;
import timonier.kit.loop.EventLoop;
import timonier.pods.Node;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.ObjectKey;

/// Signs the certificates of nodes.
///
/// It approves a client certificate for the holder of a join token, and for a node that renews its
/// own; other requests wait until an administrator approves them. It signs a serving certificate
/// for the node itself only, and for addresses that this node alone is registered with.
public final class CertificateSigner {

  /// How long a certificate is valid, unless set otherwise (Kubernetes:
  /// `--cluster-signing-duration`).
  public static final Duration LIFE = Duration.ofDays(365);

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final EventLoop loop;
  private final Client client;
  private final CertificateAuthority authority;
  private final Set<String> reserved;
  private final Duration life;
  private final ObjectCache<Node> nodes;
  private final ObjectCache<CertificateSigningRequest> requests;

  /// The requests whose certificates are being written, so that each gets only one.
  private final Set<ObjectKey> writing = new HashSet<>();

  /// Starts to sign.
  ///
  /// @param reserved names and addresses that are never a node's, such as the server's
  /// @param life how long a certificate is valid
  public CertificateSigner(
      ComponentContext context,
      CertificateAuthority authority,
      Set<String> reserved,
      Duration life) {
    this.life = life;
    this.loop = context.loop();
    this.client = context.client();
    this.authority = authority;
    this.reserved = Set.copyOf(reserved);
    this.nodes = context.cache(ResourceTypes.NODES);
    this.requests = context.cache(ApiServerPart.CERTIFICATE_SIGNING_REQUESTS);
    context.whenSynced(() -> {
      requests.listen((before, after) -> {
        after.ifPresent(this::decide);
        if (after.isEmpty()) {
          before.map(CertificateSigningRequest::key).ifPresent(writing::remove);
        }
      });
      nodes.listen((before, after) -> {
        if (!before
            .map(CertificateSigner::addresses)
            .equals(after.map(CertificateSigner::addresses))) {
          requests.list().forEach(this::decide);
        }
      });
    });
  }

  private static boolean isOpen(CertificateSigningRequest request) {
    return request.status().filter(status -> !status.certificate().isEmpty()).isEmpty()
        && !has(request, "Denied")
        && !has(request, "Failed");
  }

  private static boolean has(CertificateSigningRequest request, String condition) {
    return request.status().stream()
        .flatMap(status -> status.conditions().stream())
        .anyMatch(known -> known.type().equals(condition));
  }

  private void decide(CertificateSigningRequest request) {
    if (isOpen(request) && !writing.contains(request.key())) {
      CertificateKind.of(request.spec().signerName()).ifPresent(kind -> decide(request, kind));
    }
  }

  private void decide(CertificateSigningRequest request, CertificateKind kind) {
    try {
      var bytes = NodeSubject.request(request.spec().request());
      var node = NodeSubject.of(request.spec().request());
      var addresses = CertificateAuthority.requestedAddresses(bytes);
      if (node.isPresent()
          && addresses.isPresent()
          && isGranted(request, kind, node.get(), addresses.get())) {
        var signed = authority.sign(bytes, kind.usage(), addresses.get(), loop.now(), life);
        issue(request, Pem.of(signed));
      }
    } catch (IllegalArgumentException e) {
      // not a readable request: it stays pending for an administrator
    }
  }

  private boolean isGranted(
      CertificateSigningRequest request,
      CertificateKind kind,
      String node,
      List<String> addresses) {
    var spec = request.spec();
    var isOwn =
        spec.groups().contains(User.NODES) && spec.username().equals(User.NODE_PREFIX + node);
    return switch (kind) {
      case CLIENT ->
          addresses.isEmpty()
              && (isOwn
                  // the server has checked which node the token is for
                  || spec.groups().contains(User.BOOTSTRAPPERS)
                  || has(request, "Approved"));
      case SERVING -> isOwn && areOf(node, addresses);
    };
  }

  /// Whether addresses belong to a node, and to no other.
  private boolean areOf(String node, List<String> addresses) {
    var own = nodes.get(ObjectKey.of(node)).map(CertificateSigner::addresses).orElse(List.of());
    return !addresses.isEmpty()
        && own.containsAll(addresses)
        && addresses.stream().allMatch(address -> address.equals(node) || isNumeric(address))
        && addresses.stream().noneMatch(reserved::contains)
        && nodes.list().stream()
            .filter(other -> !other.metadata().name().equals(node))
            .noneMatch(other -> addresses(other).stream().anyMatch(addresses::contains));
  }

  /// Only IP addresses are signed: a name could be taken for somebody else's.
  private static boolean isNumeric(String address) {
    return address.matches("[0-9.]+|[0-9a-f]*:[0-9a-f:.]*");
  }

  private static List<String> addresses(Node node) {
    return node.status().stream()
        .flatMap(status -> status.addresses().stream())
        .map(Node.Address::address)
        .toList();
  }

  private void issue(CertificateSigningRequest request, String certificate) {
    var body = JsonNodeFactory.instance.objectNode();
    var status = body.putObject("status");
    status.put(
        "certificate",
        Base64.getEncoder().encodeToString(certificate.getBytes(StandardCharsets.US_ASCII)));
    if (!has(request, "Approved")) {
      status
          .putArray("conditions")
          .addObject()
          .put("type", "Approved")
          .put("status", "True")
          .put("reason", "AutoApproved")
          .put("message", "Auto approving kubelet certificate: it is for the node that asks.");
    }
    writing.add(request.key());
    loop.spawn("certificate " + request.metadata().name(), () -> write(request, body));
  }

  private void write(
      CertificateSigningRequest request, com.fasterxml.jackson.databind.node.ObjectNode body) {
    try {
      client.patch(
          ApiServerPart.CERTIFICATE_SIGNING_REQUESTS,
          request.key(),
          Patch.merge(body).to("status").ifUid(request.metadata().uid()));
    } catch (ApiException refusal) {
      if (!isFinal(refusal)) {
        loop.after(RETRY, () -> again(request));
      }
    }
  }

  private void again(CertificateSigningRequest request) {
    writing.remove(request.key());
    requests.get(request.key()).ifPresent(this::decide);
  }

  /// Whether it can never be written: the request is gone, or its sender has lost the right to it.
  private static boolean isFinal(ApiException refusal) {
    return refusal.is("NotFound") || refusal.is("Forbidden") || refusal.is("Invalid");
  }
}
