package timonier.nodes;

import java.util.List;
import java.util.stream.Stream;
import timonier.pods.Part;

/// What keeps nodes to what is their own.
public final class NodesPart {

  private static final String NAME = "nodes";

  /// Admission of what nodes write, and of what they join with.
  public static Part part() {
    return new Part(
        5,
        NAME,
        List.of(),
        List.of(new NodeRestriction(), new JoinTokens(), new IssuedCertificates()));
  }

  /// Some parts, and this one if it is not among them.
  public static List<Part> with(List<Part> parts) {
    return parts.stream().anyMatch(part -> part.name().equals(NAME))
        ? parts
        : Stream.concat(parts.stream(), Stream.of(part())).toList();
  }

  private NodesPart() {}
}
