/// The last colon of the whole name is taken for the one before the tag.
/// @fails a_digest_needs_no_tag
/// @fails a_port_is_no_tag
/// @hint A digest has a colon in it as well (sha256:…), and so has a host with a port. Cut off
/// the digest first, then look for the tag's colon behind the last slash.
{
    var colon = image.lastIndexOf(':');
    var path = colon < 0 ? image : image.substring(0, colon);
    var tag = Optional.of(colon < 0 ? "latest" : image.substring(colon + 1));
    var slash = path.indexOf('/');
    if (slash >= 0 && isHost(path.substring(0, slash))) {
      var repository = path.substring(slash + 1);
      return new ImageReference(path.substring(0, slash), repository, tag, Optional.empty());
    }
    var repository = slash < 0 ? "library/" + path : path;
    return new ImageReference("docker.io", repository, tag, Optional.empty());
  }
