package timonier.kit.certificates;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/// Who somebody is, and the key that proves it.
///
/// @param certificate the certificate
/// @param key its private key
public record Identity(X509Certificate certificate, PrivateKey key) {}
