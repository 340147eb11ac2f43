package timonier.assembly;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.Transport;
import timonier.client.HttpTransport;
import timonier.kit.certificates.Identity;
import timonier.kit.certificates.Tls;
import timonier.kit.loop.EventLoop.Cancellable;

/// A node's connection to the API server with a certificate that is renewed. Renewing closes
/// connections that showed the old one; their users connect again.
final class RenewedTransport implements Transport {

  private static final int UNAUTHORIZED = 401;

  private final URI server;
  private final X509Certificate authority;
  private final AtomicBoolean isRefused = new AtomicBoolean();
  private volatile HttpTransport current;

  RenewedTransport(URI server, X509Certificate authority, Identity identity) {
    this.server = server;
    this.authority = authority;
    this.current = open(identity);
  }

  private HttpTransport open(Identity identity) {
    return new HttpTransport(
        server, Optional.empty(), Tls.context(Optional.of(identity), authority));
  }

  /// Shows a new certificate from now on.
  void renew(Identity identity) {
    var old = current;
    current = open(identity);
    old.close();
  }

  @Override
  public ApiResponse call(ApiRequest request) {
    var response = current.call(request);
    var isNow = response.code() == UNAUTHORIZED;
    if (isRefused.getAndSet(isNow) != isNow && isNow) {
      LoggerFactory.getLogger("node")
          .warn(
              "the cluster does not accept this node's certificate any more: its Node was deleted,"
                  + " or the certificate is too old. To come back, stop the node, remove {} from"
                  + " its folder, and start it with a new token (timonier token create NAME).",
              IdentityFile.client(java.nio.file.Path.of("")));
    }
    return response;
  }

  @Override
  public Cancellable watch(ApiRequest request, WatchObserver observer) {
    return current.watch(request, observer);
  }
}
