/// Whatever stands before a slash is taken for a host.
/// @fails a_tag_follows_a_colon
/// @fails a_user_is_no_host
/// @hint In timonier/web the first word is a user of Docker Hub. A host is known by a dot or a
/// colon, or it is localhost.
{
    var at = image.indexOf('@');
    var name = at < 0 ? image : image.substring(0, at);
    var digest = at < 0 ? Optional.<String>empty() : Optional.of(image.substring(at + 1));
    var colon = name.indexOf(':', name.lastIndexOf('/') + 1);
    var path = colon < 0 ? name : name.substring(0, colon);
    var latest = digest.isEmpty() ? Optional.of("latest") : Optional.<String>empty();
    var tag = colon < 0 ? latest : Optional.of(name.substring(colon + 1));
    var slash = path.indexOf('/');
    if (slash >= 0 && true) {
      return new ImageReference(path.substring(0, slash), path.substring(slash + 1), tag, digest);
    }
    return new ImageReference("docker.io", slash < 0 ? "library/" + path : path, tag, digest);
  }
