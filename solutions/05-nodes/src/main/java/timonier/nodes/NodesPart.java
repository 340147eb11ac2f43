package timonier.nodes;

import java.util.List;
import java.util.stream.Stream;
import timonier.apiserver.extensions.Admission;
import timonier.apiserver.extensions.Authenticator;
import timonier.apiserver.extensions.Authorizer;
import timonier.pods.objects.Part;

/// Lets nodes join, and restricts them to their own objects.
public final class NodesPart {

  private static final String NAME = "nodes";

  /// Authentication, authorisation and admission of nodes and of join tokens.
  public static Part part() {
    return new Part(
        5,
        NAME,
        List.of(),
        List.of(
            (Authenticator.Factory)
                server -> IssuedCertificates.authenticator(server.store(), server.loop()::now),
            (Authenticator.Factory)
                server -> JoinTokens.authenticator(server.store(), server.loop()::now),
            (Authorizer.Factory) server -> new NodeAuthorizer(server.store()),
            (Admission.Factory) _ -> new NodeRestriction(),
            (Admission.Factory) _ -> new JoinTokens(),
            (Admission.Factory) _ -> new IssuedCertificates()));
  }

  /// Returns parts, with this one added if it is not among them.
  public static List<Part> with(List<Part> parts) {
    return parts.stream().anyMatch(part -> part.name().equals(NAME))
        ? parts
        : Stream.concat(parts.stream(), Stream.of(part())).toList();
  }

  private NodesPart() {}
}
