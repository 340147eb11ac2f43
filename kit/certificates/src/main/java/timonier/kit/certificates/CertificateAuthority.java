package timonier.kit.certificates;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;

/// A cluster's own certificate authority.
///
/// Keys are on the curve P-256. The subject's common name is the user's name, each organisation a
/// group (Kubernetes, "Authenticating with X.509 client certificates").
public final class CertificateAuthority {

  /// The validity of the authority itself, and of the certificates that it issues together with
  /// itself.
  private static final Duration VALID = Duration.ofDays(3650);

  /// Certificates are valid from a little earlier, for clocks that are a little behind.
  private static final Duration SKEW = Duration.ofMinutes(5);

  /// The purpose of a certificate, which is refused for other purposes.
  public enum Usage {
    /// Authenticates a client to servers.
    CLIENT(KeyPurposeId.id_kp_clientAuth),
    /// Authenticates a server to clients.
    SERVER(KeyPurposeId.id_kp_serverAuth),
    /// Both: the API server calls kubelets, too.
    BOTH(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);

    private final ExtendedKeyUsage extension;

    Usage(KeyPurposeId... purposes) {
      this.extension = new ExtendedKeyUsage(purposes);
    }
  }

  /// The contents of a certificate to issue.
  ///
  /// @param usage its purpose
  /// @param addresses names and IP addresses
  /// @param from the moment from which it is valid
  /// @param life how long it is valid
  private record Terms(Usage usage, List<String> addresses, Instant from, Duration life) {}

  private final Identity identity;
  private final SecureRandom random = new SecureRandom();

  /// Makes an authority of its certificate and key.
  public CertificateAuthority(Identity identity) {
    this.identity = identity;
  }

  /// A new authority.
  public static CertificateAuthority create(String name, Instant now) {
    var pair = newKey();
    var subject = new X500Principal("CN=" + name);
    var builder = builder(subject, subject, pair.getPublic(), now, VALID, new SecureRandom());
    extend(builder, Extension.basicConstraints, new BasicConstraints(true));
    extend(
        builder,
        Extension.keyUsage,
        new KeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature));
    return new CertificateAuthority(
        new Identity(sign(builder, pair.getPrivate()), pair.getPrivate()));
  }

  /// A new key.
  public static KeyPair newKey() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A new secret, of 192 bits.
  public static String newSecret() {
    var bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// The authority's own certificate and key.
  public Identity identity() {
    return identity;
  }

  /// The certificate's SHA-256, with which clients check it before they trust it.
  public static String fingerprint(X509Certificate certificate) {
    try {
      return fingerprint(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The SHA-256 of bytes.
  public static String fingerprint(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// An identity for a server.
  ///
  /// @param addresses the names and IP addresses of the server
  public Identity server(String name, List<String> addresses, Instant now) {
    var pair = newKey();
    var subject = new X500Principal("CN=" + name);
    var terms = new Terms(Usage.BOTH, addresses, now, VALID);
    return new Identity(issue(subject, pair.getPublic(), terms), pair.getPrivate());
  }

  /// An identity for a client.
  public Identity client(String user, List<String> groups, Instant now) {
    var pair = newKey();
    var terms = new Terms(Usage.CLIENT, List.of(), now, VALID);
    return new Identity(issue(subject(user, groups), pair.getPublic(), terms), pair.getPrivate());
  }

  private static X500Principal subject(String user, List<String> groups) {
    var name = new StringBuilder();
    groups.forEach(group -> name.append("O=").append(group).append(','));
    return new X500Principal(name.append("CN=").append(user).toString());
  }

  /// Makes a request for a certificate, for an authority to sign (PKCS #10).
  ///
  /// @param addresses the names and IP addresses that the certificate should contain
  public static byte[] request(
      KeyPair pair, String user, List<String> groups, List<String> addresses) {
    try {
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
      var builder =
          new JcaPKCS10CertificationRequestBuilder(subject(user, groups), pair.getPublic());
      if (!addresses.isEmpty()) {
        var generator = new ExtensionsGenerator();
        generator.addExtension(Extension.subjectAlternativeName, false, names(addresses));
        builder.addAttribute(
            PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, generator.generate());
      }
      return builder.build(signer).getEncoded();
    } catch (OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Checks the signature of a request, and returns the distinguished name that it asks for.
  ///
  /// @throws IllegalArgumentException if it is not a request, or not signed by its own key
  public static String requested(byte[] request) {
    var parsed = parse(request);
    return readable(() -> parsed.getSubject().toString());
  }

  /// Returns the names and IP addresses that a request asks for; empty if it names anything else.
  ///
  /// @throws IllegalArgumentException if it is not a request, or not signed by its own key
  public static Optional<List<String>> requestedAddresses(byte[] request) {
    var parsed = parse(request);
    var texts = readable(() -> alternativeNames(parsed.getRequestedExtensions()));
    return texts.contains("") ? Optional.empty() : Optional.of(texts);
  }

  private static List<String> alternativeNames(@Nullable Extensions wanted) {
    var names =
        wanted == null
            ? null
            : GeneralNames.fromExtensions(wanted, Extension.subjectAlternativeName);
    return names == null
        ? List.of()
        : Arrays.stream(names.getNames()).map(CertificateAuthority::text).toList();
  }

  /// A name or address as text; empty if it is neither.
  private static String text(GeneralName name) {
    try {
      return switch (name.getTagNo()) {
        case GeneralName.dNSName -> name.getName().toString();
        case GeneralName.iPAddress ->
            InetAddress.getByAddress(ASN1OctetString.getInstance(name.getName()).getOctets())
                .getHostAddress();
        default -> "";
      };
    } catch (UnknownHostException _) {
      return "";
    }
  }

  /// Signs the certificate that a request asks for.
  ///
  /// @param addresses the names and IP addresses to grant; those in the request are ignored
  /// @param life how long it is valid
  public X509Certificate sign(
      byte[] request, Usage usage, List<String> addresses, Instant now, Duration life) {
    try {
      var parsed = parse(request);
      var subject = new X500Principal(parsed.getSubject().getEncoded());
      return issue(subject, parsed.getPublicKey(), new Terms(usage, addresses, now, life));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("the request cannot be read", e);
    }
  }

  private static JcaPKCS10CertificationRequest parse(byte[] request) {
    return readable(() -> {
      var parsed = new JcaPKCS10CertificationRequest(request);
      var verifier = new JcaContentVerifierProviderBuilder().build(parsed.getPublicKey());
      if (!parsed.isSignatureValid(verifier)) {
        throw new IllegalArgumentException("the request is not signed by its own key");
      }
      return parsed;
    });
  }

  /// Reads a part of a request. Parts are decoded when they are read, and undecodable ones cause
  /// exceptions of many types.
  ///
  /// @throws IllegalArgumentException if it cannot be read
  private static <T> T readable(Callable<T> reading) {
    try {
      return reading.call();
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalArgumentException("the request cannot be read", e);
    }
  }

  private X509Certificate issue(X500Principal subject, PublicKey key, Terms terms) {
    var issuer = identity.certificate().getSubjectX500Principal();
    var builder = builder(issuer, subject, key, terms.from(), terms.life(), random);
    extend(builder, Extension.basicConstraints, new BasicConstraints(false));
    extend(builder, Extension.keyUsage, new KeyUsage(KeyUsage.digitalSignature));
    extend(builder, Extension.extendedKeyUsage, terms.usage().extension);
    if (!terms.addresses().isEmpty()) {
      extend(builder, Extension.subjectAlternativeName, names(terms.addresses()));
    }
    return sign(builder, identity.key());
  }

  private static GeneralNames names(List<String> addresses) {
    return new GeneralNames(
        addresses.stream()
            .map(address -> new GeneralName(kind(address), address))
            .toArray(GeneralName[]::new));
  }

  private static int kind(String address) {
    return address.matches("[0-9.]+") || address.contains(":")
        ? GeneralName.iPAddress
        : GeneralName.dNSName;
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Principal issuer,
      X500Principal subject,
      PublicKey key,
      Instant now,
      Duration life,
      SecureRandom random) {
    return new JcaX509v3CertificateBuilder(
        X500Name.getInstance(issuer.getEncoded()),
        new BigInteger(120, random),
        Date.from(now.minus(SKEW)),
        Date.from(now.plus(life)),
        X500Name.getInstance(subject.getEncoded()),
        key);
  }

  private static void extend(
      JcaX509v3CertificateBuilder builder,
      org.bouncycastle.asn1.ASN1ObjectIdentifier id,
      org.bouncycastle.asn1.ASN1Encodable value) {
    try {
      builder.addExtension(id, id.equals(Extension.basicConstraints), value);
    } catch (CertIOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate sign(
      JcaX509v3CertificateBuilder builder, java.security.PrivateKey key) {
    try {
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
