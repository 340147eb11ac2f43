package timonier.kit.certificates;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// The identity of a server that is renewed while it serves. It may not exist at first: early
/// callers wait for it a while.
public final class CurrentIdentity {

  private static final long PATIENCE_SECONDS = 10;
  private static final String KEYS = "EC";

  /// All identities so far by serial number: a handshake ends with the identity with which it
  /// began.
  private final Map<String, Identity> known = new ConcurrentHashMap<>();

  private final CountDownLatch first = new CountDownLatch(1);
  private volatile String newest = "";

  /// Uses a new identity from now on.
  public void set(Identity identity) {
    var serial = identity.certificate().getSerialNumber().toString(16);
    known.put(serial, identity);
    newest = serial;
    first.countDown();
  }

  private @Nullable String await() {
    try {
      return first.await(PATIENCE_SECONDS, TimeUnit.SECONDS) ? newest : null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /// Returns a key manager that shows the current identity in handshakes.
  X509ExtendedKeyManager keyManager(X509Certificate authority) {
    return new Shown(authority);
  }

  private final class Shown extends X509ExtendedKeyManager {
    private final X509Certificate authority;

    Shown(X509Certificate authority) {
      this.authority = authority;
    }

    private @Nullable String alias(String keyType) {
      return keyType.startsWith(KEYS) ? await() : null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
        String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
      return alias(keyType);
    }

    @Override
    public @Nullable String chooseServerAlias(
        String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return alias(keyType);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
      var alias = alias(keyType);
      return alias == null ? null : new String[] {alias};
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
      var identity = known.get(alias);
      return identity == null ? null : new X509Certificate[] {identity.certificate(), authority};
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
      var identity = known.get(alias);
      return identity == null ? null : identity.key();
    }
  }
}
