/// Without a tag the latest is meant, also with a digest.
/// @fails a_digest_needs_no_tag
/// @hint A digest says exactly which content is meant. Adding "latest" would claim
/// something that nobody wrote, so the tag stays empty then.
{
    var at = image.indexOf('@');
    var name = at < 0 ? image : image.substring(0, at);
    var digest = at < 0 ? Optional.<String>empty() : Optional.of(image.substring(at + 1));
    var colon = name.indexOf(':', name.lastIndexOf('/') + 1);
    var path = colon < 0 ? name : name.substring(0, colon);
    var tag = Optional.of(colon < 0 ? "latest" : name.substring(colon + 1));
    var slash = path.indexOf('/');
    if (slash >= 0 && isHost(path.substring(0, slash))) {
      return new ImageReference(path.substring(0, slash), path.substring(slash + 1), tag, digest);
    }
    return new ImageReference("docker.io", slash < 0 ? "library/" + path : path, tag, digest);
  }
