/// A single word stays one.
/// @fails a_digest_needs_no_tag
/// @fails a_tag_follows_a_colon
/// @fails one_word_is_in_the_library
/// @hint docker.io has no repository "nginx": what Docker itself publishes lies below library/,
/// and only there may people leave that word out.
{
    var at = image.indexOf('@');
    var name = at < 0 ? image : image.substring(0, at);
    var digest = at < 0 ? Optional.<String>empty() : Optional.of(image.substring(at + 1));
    var colon = name.indexOf(':', name.lastIndexOf('/') + 1);
    var path = colon < 0 ? name : name.substring(0, colon);
    var latest = digest.isEmpty() ? Optional.of("latest") : Optional.<String>empty();
    var tag = colon < 0 ? latest : Optional.of(name.substring(colon + 1));
    var slash = path.indexOf('/');
    if (slash >= 0 && isHost(path.substring(0, slash))) {
      return new ImageReference(path.substring(0, slash), path.substring(slash + 1), tag, digest);
    }
    return new ImageReference("docker.io", path, tag, digest);
  }
