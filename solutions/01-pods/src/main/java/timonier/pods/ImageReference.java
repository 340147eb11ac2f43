package timonier.pods;

import java.util.Optional;
import java.util.regex.Pattern;
import timonier.pods.runtime.RuntimeFailure;

/// The parts of an image's name, as in `registry.example.com:5000/team/web:1.2@sha256:…`.
///
/// People leave most of it out: `nginx` is `docker.io/library/nginx:latest`, because Docker was
/// there first (Kubernetes documentation, "Images"; the grammar is that of the distribution
/// project's references).
///
/// @param registry the host that stores it, possibly with a port
/// @param repository its name there
/// @param tag its version; empty if only a digest was given
/// @param digest the hash of its content, as in `sha256:…`; unlike a tag, it always means the same
///   image
public record ImageReference(
    String registry, String repository, Optional<String> tag, Optional<String> digest) {

  private static final Pattern REGISTRY =
      Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?(:[0-9]+)?");

  /// Its groups are possessive: others would need a stack as deep as the name has parts.
  private static final String WORD = "[a-z0-9]++((\\.|_|__|-++)[a-z0-9]++)*+";

  private static final Pattern REPOSITORY = Pattern.compile(WORD + "(/" + WORD + ")*+");

  /// The hash of an image, which a name without a registry must not look like.
  private static final Pattern HASH = Pattern.compile("library/[0-9a-f]{64}");

  private static final int LONGEST = 255;

  private static final Pattern TAG = Pattern.compile("\\w[\\w.-]{0,127}");
  private static final Pattern DIGEST =
      Pattern.compile("[A-Za-z][A-Za-z0-9]*+([-_+.][A-Za-z][A-Za-z0-9]*+)*+:[0-9a-fA-F]{32,}");

  /// A name from its parts.
  ///
  /// @throws IllegalArgumentException if one of them is malformed
  public ImageReference {
    if (!repository.equals(repository.toLowerCase(java.util.Locale.ROOT))) {
      throw new IllegalArgumentException(
          "invalid reference format: repository name (" + repository + ") must be lowercase");
    }
    if (registry.length() + 1 + repository.length() > LONGEST) {
      throw new IllegalArgumentException("repository name must not be longer than " + LONGEST);
    }
    if (HASH.matcher(repository).matches()) {
      throw new IllegalArgumentException(
          "invalid repository name (" + repository + "): 64 hexadecimal digits are a hash");
    }
    if (!REGISTRY.matcher(registry).matches()
        || !REPOSITORY.matcher(repository).matches()
        || tag.filter(text -> !TAG.matcher(text).matches()).isPresent()
        || digest.filter(text -> !DIGEST.matcher(text).matches()).isPresent()) {
      throw new IllegalArgumentException("invalid reference format");
    }
  }

  /// Reads a name as people write it, and fills in what they left out.
  ///
  /// What stands before the first slash is a registry only if it looks like a host: it has a dot or
  /// a colon in it, or is `localhost`. Otherwise the registry is `docker.io`, where a repository of
  /// one word is below `library`. The tag is `latest` if there is neither tag nor digest.
  ///
  /// @throws IllegalArgumentException if it cannot be the name of an image
  /// @exercise 01-5 Take an image's name apart: registry, repository, tag and digest, with what
  ///   `nginx` leaves out.
  public static ImageReference parse(String image) {
    var at = image.indexOf('@');
    var name = at == -1 ? image : image.substring(0, at);
    var digest = at == -1 ? Optional.<String>empty() : Optional.of(image.substring(at + 1));
    var colon = name.indexOf(':', name.lastIndexOf('/'));
    var path = colon == -1 ? name : name.substring(0, colon);
    var latest = digest.isEmpty() ? Optional.of("latest") : Optional.<String>empty();
    var tag = colon == -1 ? latest : Optional.of(name.substring(colon + 1));
    var slash = path.indexOf('/');
    if (slash != -1 && isHost(path.substring(0, slash))) {
      return new ImageReference(path.substring(0, slash), path.substring(slash + 1), tag, digest);
    }
    return new ImageReference("docker.io", slash == -1 ? "library/" + path : path, tag, digest);
  }

  /// @answer 01-5
  private static boolean isHost(String word) {
    return word.contains(".") || word.contains(":") || word.equals("localhost");
  }

  /// Refuses a text that cannot be the name of an image, as Kubernetes does before it pulls one.
  ///
  /// @throws RuntimeFailure with reason `InvalidImageName`
  public static void requireName(String image) {
    try {
      var _ = parse(image);
    } catch (IllegalArgumentException e) {
      throw new RuntimeFailure(
          "InvalidImageName",
          "Failed to apply default image tag \"%s\": couldn't parse image name \"%s\": %s"
              .formatted(image, image, e.getMessage()));
    }
  }

  /// Whether the name means the same image for ever, or at least is meant to: it has a digest, or a
  /// tag other than `latest`.
  public boolean isFixed() {
    return digest.isPresent() || !tag.equals(Optional.of("latest"));
  }

  /// The whole name.
  @Override
  public String toString() {
    return registry
        + "/"
        + repository
        + tag.map(text -> ":" + text).orElse("")
        + digest.map(text -> "@" + text).orElse("");
  }
}
