package timonier.apiserver.extensions;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import timonier.apiserver.requests.User;
import timonier.pods.objects.Part;

/// Finds out who a client is. A server asks the authenticators of its parts in order: see [#chain].
@FunctionalInterface
public interface Authenticator {

  /// The credentials that a client showed.
  ///
  /// @param certificate the client's certificate, already verified
  /// @param bearerToken the token in the `Authorization` header
  record Credentials(Optional<X509Certificate> certificate, Optional<String> bearerToken) {}

  /// Returns the client; empty if this authenticator does not know the credentials.
  ///
  /// @throws timonier.pods.objects.ApiException 401 if it knows that these credentials are not
  ///   valid
  Optional<User> authenticate(Credentials credentials);

  /// Makes the authenticator of one server: what a part brings.
  @FunctionalInterface
  interface Factory extends Part.Extension {
    /// Makes it.
    Authenticator create(ServerContext server);
  }

  /// The chain of the authenticators of all parts of a server.
  static Authenticator of(ServerContext server) {
    return chain(server.extensions(Factory.class).stream().map(one -> one.create(server)).toList());
  }

  /// Several authenticators as one: the first that can tell says who it is.
  static Authenticator chain(List<Authenticator> authenticators) {
    return credentials ->
        authenticators.stream()
            .flatMap(authenticator -> authenticator.authenticate(credentials).stream())
            .findFirst();
  }

  /// Knows clients by their certificates: the common name is the user, each organisation a group
  /// (Kubernetes documentation, "X.509 client certificates").
  static Authenticator certificates() {
    return credentials ->
        credentials
            .certificate()
            .map(shown -> shown.getSubjectX500Principal().getName())
            .flatMap(Authenticator::subject);
  }

  private static Optional<User> subject(String distinguishedName) {
    var name = "";
    var groups = new ArrayList<String>();
    try {
      for (var part : new LdapName(distinguishedName).getRdns().reversed()) {
        switch (part.getType()) {
          case "CN" -> name = part.getValue().toString();
          case "O" -> groups.add(part.getValue().toString());
          default -> {}
        }
      }
    } catch (InvalidNameException _) {
      return Optional.empty();
    }
    groups.add(User.AUTHENTICATED);
    return name.isEmpty() ? Optional.empty() : Optional.of(new User(name, groups));
  }

  /// Knows clients by secret tokens.
  static Authenticator tokens(Map<String, User> users) {
    var known = Map.copyOf(users);
    return credentials ->
        credentials.bearerToken().flatMap(token -> Optional.ofNullable(known.get(token)));
  }
}
