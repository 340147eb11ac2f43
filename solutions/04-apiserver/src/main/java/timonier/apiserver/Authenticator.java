package timonier.apiserver;

import java.util.Optional;
import timonier.pods.Part;

/// Finds out who asks.
public interface Authenticator extends Part.Extension {

  /// What a client showed.
  ///
  /// @param certificateSubject the distinguished name in the client's certificate, already verified
  /// @param bearerToken the token in the `Authorization` header
  record Credentials(Optional<String> certificateSubject, Optional<String> bearerToken) {}

  /// Who it is; empty if this authenticator cannot tell.
  Optional<User> authenticate(Credentials credentials);
}
