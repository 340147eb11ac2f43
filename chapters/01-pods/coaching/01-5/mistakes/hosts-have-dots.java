/// Only a dot makes a host.
/// @fails a_port_is_no_tag
/// @fails localhost_is_a_host
/// @hint There are hosts without a dot: localhost, and whatever is followed by a port. See the
/// comment above the method.
{
    var at = image.indexOf('@');
    var name = at < 0 ? image : image.substring(0, at);
    var digest = at < 0 ? Optional.<String>empty() : Optional.of(image.substring(at + 1));
    var colon = name.indexOf(':', name.lastIndexOf('/') + 1);
    var path = colon < 0 ? name : name.substring(0, colon);
    var latest = digest.isEmpty() ? Optional.of("latest") : Optional.<String>empty();
    var tag = colon < 0 ? latest : Optional.of(name.substring(colon + 1));
    var slash = path.indexOf('/');
    if (slash >= 0 && path.substring(0, slash).contains(".")) {
      return new ImageReference(path.substring(0, slash), path.substring(slash + 1), tag, digest);
    }
    return new ImageReference("docker.io", slash < 0 ? "library/" + path : path, tag, digest);
  }
