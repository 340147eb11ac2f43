package timonier.kit.certificates;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/// A certificate, and the key that proves its ownership.
///
/// @param certificate the certificate
/// @param key its private key
public record Identity(X509Certificate certificate, PrivateKey key) {}
