/// The first colon is taken for the one before the tag.
/// @fails a_port_is_no_tag
/// @hint In registry:5000/web the colon stands before a port. A tag has no slash in it: look for
/// its colon only behind the last slash.
{
    var at = image.indexOf('@');
    var name = at < 0 ? image : image.substring(0, at);
    var digest = at < 0 ? Optional.<String>empty() : Optional.of(image.substring(at + 1));
    var colon = name.indexOf(':');
    var path = colon < 0 ? name : name.substring(0, colon);
    var latest = digest.isEmpty() ? Optional.of("latest") : Optional.<String>empty();
    var tag = colon < 0 ? latest : Optional.of(name.substring(colon + 1));
    var slash = path.indexOf('/');
    if (slash >= 0 && isHost(path.substring(0, slash))) {
      return new ImageReference(path.substring(0, slash), path.substring(slash + 1), tag, digest);
    }
    return new ImageReference("docker.io", slash < 0 ? "library/" + path : path, tag, digest);
  }
