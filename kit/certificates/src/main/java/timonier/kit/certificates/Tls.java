package timonier.kit.certificates;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// TLS between the parts of a cluster, which trust the cluster's own authority and no other.
public final class Tls {

  private static final char[] NO_PASSWORD = new char[0];

  /// The two stores that TLS needs.
  ///
  /// @param keys our identity
  /// @param trust the authority that we trust
  public record Stores(KeyStore keys, KeyStore trust) {}

  /// The stores for an identity, if there is one, and an authority.
  public static Stores stores(Optional<Identity> identity, X509Certificate authority) {
    try {
      var keys = KeyStore.getInstance("PKCS12");
      keys.load(null, NO_PASSWORD);
      if (identity.isPresent()) {
        var chain = new X509Certificate[] {identity.get().certificate(), authority};
        keys.setKeyEntry("own", identity.get().key(), NO_PASSWORD, chain);
      }
      var trust = KeyStore.getInstance("PKCS12");
      trust.load(null, NO_PASSWORD);
      trust.setCertificateEntry("authority", authority);
      return new Stores(keys, trust);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The context for an identity, if there is one, and an authority.
  public static SSLContext context(Optional<Identity> identity, X509Certificate authority) {
    try {
      var stores = stores(identity, authority);
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(stores.keys(), NO_PASSWORD);
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(stores.trust());
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The context for a server whose identity is renewed.
  public static SSLContext context(CurrentIdentity identity, X509Certificate authority) {
    try {
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(stores(Optional.empty(), authority).trust());
      var context = SSLContext.getInstance("TLS");
      var keys = new KeyManager[] {identity.keyManager(authority)};
      context.init(keys, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Fetches a server's authority, and makes sure by its fingerprint that it is the right one.
  ///
  /// @throws IOException if the server cannot be reached, or shows no such certificate
  public static X509Certificate authority(String host, int port, String fingerprint)
      throws IOException {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Anyone()}, null);
      try (var socket = (SSLSocket) context.getSocketFactory().createSocket(host, port)) {
        socket.startHandshake();
        for (var certificate : socket.getSession().getPeerCertificates()) {
          if (certificate instanceof X509Certificate found
              && CertificateAuthority.fingerprint(found).equals(fingerprint)) {
            return found;
          }
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
    throw new IOException(
        "%s:%d is not the cluster that the token belongs to".formatted(host, port));
  }

  /// Trusts any server: only for reading a certificate whose fingerprint is compared afterwards.
  private static final class Anyone extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private Tls() {}
}
