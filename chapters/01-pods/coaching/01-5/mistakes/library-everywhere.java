/// A single word is put below library on every registry.
/// @fails a_host_has_a_dot
/// @fails a_port_is_no_tag
/// @fails localhost_is_a_host
/// @hint Only Docker Hub has its own images below library/. At another registry, pause is pause.
{
    var at = image.indexOf('@');
    var name = at < 0 ? image : image.substring(0, at);
    var digest = at < 0 ? Optional.<String>empty() : Optional.of(image.substring(at + 1));
    var colon = name.indexOf(':', name.lastIndexOf('/') + 1);
    var path = colon < 0 ? name : name.substring(0, colon);
    var latest = digest.isEmpty() ? Optional.of("latest") : Optional.<String>empty();
    var tag = colon < 0 ? latest : Optional.of(name.substring(colon + 1));
    var slash = path.indexOf('/');
    var hasHost = slash >= 0 && isHost(path.substring(0, slash));
    var registry = hasHost ? path.substring(0, slash) : "docker.io";
    var rest = hasHost ? path.substring(slash + 1) : path;
    var repository = rest.contains("/") ? rest : "library/" + rest;
    return new ImageReference(registry, repository, tag, digest);
  }
