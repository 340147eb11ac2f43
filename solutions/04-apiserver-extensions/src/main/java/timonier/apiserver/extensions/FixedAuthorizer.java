package timonier.apiserver.extensions;

import java.util.ArrayList;
import java.util.List;
import timonier.apiserver.requests.RequestPath;
import timonier.apiserver.requests.User;

/// The decisions before stratum 13, when there are no roles. Administrators and components of the
/// control plane may do everything, except that metrics and backups are for administrators alone.
/// Every client may read health and version, every authenticated client what is served. On all else
/// it has no opinion.
final class FixedAuthorizer implements Authorizer {

  private static final List<String> ANY = List.of("*");
  private static final List<String> READING = List.of("get", "head");

  /// The paths that every client may read.
  private static final List<String> OPEN = List.of("/healthz", "/livez", "/readyz", "/version");

  private static final List<String> ADMINISTRATORS =
      List.of(RequestPath.METRICS, RequestPath.BACKUP);

  @Override
  public Decision decide(Question question) {
    return isAllowed(question.user(), question.path())
        ? new Decision.Allow()
        : new Decision.NoOpinion("");
  }

  private static boolean isAllowed(User user, String path) {
    if (user.isIn(User.MASTERS)) {
      return true;
    }
    if (path.isEmpty()) {
      return user.isIn(User.COMPONENTS);
    }
    return OPEN.contains(path) || user.isIn(User.AUTHENTICATED) && !ADMINISTRATORS.contains(path);
  }

  @Override
  public Rules rules(User user, String namespace) {
    var resources = new ArrayList<ResourceRule>();
    var paths = new ArrayList<PathRule>();
    if (user.isIn(User.MASTERS) || user.isIn(User.COMPONENTS)) {
      resources.add(new ResourceRule(ANY, ANY, ANY, List.of()));
    }
    if (user.isIn(User.MASTERS)) {
      paths.add(new PathRule(ANY, ANY));
    } else {
      paths.add(new PathRule(READING, OPEN));
      if (user.isIn(User.AUTHENTICATED)) {
        var described = List.of("/", "/api", "/api/*", "/apis", "/apis/*", "/openapi/*");
        paths.add(new PathRule(READING, described));
      }
    }
    return new Rules(resources, paths, List.of());
  }
}
