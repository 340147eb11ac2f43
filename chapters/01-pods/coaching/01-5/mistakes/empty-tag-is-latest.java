/// A colon without a tag behind it is taken for no tag at all.
/// @fails what_is_no_name_is_refused
/// @hint "nginx:" is no shorter way of writing nginx: part of the name was lost, perhaps to an
/// empty variable in a template. Take what follows the sign as it is: the constructor
/// refuses it.
{
    var at = image.indexOf('@');
    var name = at < 0 ? image : image.substring(0, at);
    var digest = at < 0 ? Optional.<String>empty() : Optional.of(image.substring(at + 1));
    var colon = name.indexOf(':', name.lastIndexOf('/') + 1);
    var path = colon < 0 ? name : name.substring(0, colon);
    var latest = digest.isEmpty() ? Optional.of("latest") : Optional.<String>empty();
    var written = colon < 0 ? "" : name.substring(colon + 1);
    var tag = written.isEmpty() ? latest : Optional.of(written);
    var slash = path.indexOf('/');
    if (slash >= 0 && isHost(path.substring(0, slash))) {
      return new ImageReference(path.substring(0, slash), path.substring(slash + 1), tag, digest);
    }
    return new ImageReference("docker.io", slash < 0 ? "library/" + path : path, tag, digest);
  }
