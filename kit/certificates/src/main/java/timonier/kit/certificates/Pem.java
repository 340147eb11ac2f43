package timonier.kit.certificates;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/// Certificates, keys and requests as text (RFC 7468).
public final class Pem {

  /// Writes a certificate.
  public static String of(X509Certificate certificate) {
    try {
      return block("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// Writes a private key, in PKCS #8.
  public static String of(PrivateKey key) {
    return block("PRIVATE KEY", key.getEncoded());
  }

  /// Writes a key pair.
  public static String of(KeyPair pair) {
    return of(pair.getPrivate()) + block("PUBLIC KEY", pair.getPublic().getEncoded());
  }

  /// Reads a key pair.
  public static KeyPair pair(String pem) {
    try {
      var open = bytes(pem.substring(Math.max(0, pem.indexOf("-----BEGIN PUBLIC KEY"))));
      var key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(open));
      return new KeyPair(key, key(pem));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a key pair", e);
    }
  }

  /// Writes bytes under a label.
  public static String block(String label, byte[] bytes) {
    var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, body, label);
  }

  /// The bytes between the first pair of labels.
  ///
  /// @throws IllegalArgumentException if there is none
  public static byte[] bytes(String pem) {
    var label = end(pem, "-----BEGIN ", 0);
    var body = end(pem, "-----", label);
    var end = end(pem, "-----END ", body);
    return Base64.getMimeDecoder().decode(pem.substring(body, end - "-----END ".length()));
  }

  /// Returns the position after the next occurrence of a text. Searched without a regular
  /// expression, which would try every beginning with every end.
  private static int end(String pem, String text, int from) {
    var at = pem.indexOf(text, from);
    if (at < 0) {
      throw new IllegalArgumentException("no PEM: there is no " + text.strip());
    }
    return at + text.length();
  }

  /// Reads a certificate.
  public static X509Certificate certificate(String pem) {
    try {
      var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a certificate", e);
    }
  }

  /// Reads a private key.
  public static PrivateKey key(String pem) {
    try {
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes(pem)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a private key", e);
    }
  }

  private Pem() {}
}
