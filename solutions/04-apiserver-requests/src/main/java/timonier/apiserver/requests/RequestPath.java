package timonier.apiserver.requests;

import java.util.List;
import timonier.pods.objects.ObjectKey;

/// The parts of a path: which resource, which object, which subresource.
///
/// ```
/// /api/V/…  /apis/G/V/…   then   RESOURCE[/NAME[/SUBRESOURCE]]
///                         or     namespaces/NS/RESOURCE[/NAME[/SUBRESOURCE]]
/// ```
///
/// What follows the subresource `proxy` belongs to the program that answers there.
///
/// @param group the API group; empty for the core group
/// @param version its version; empty if the path is none of a resource
/// @param namespace the namespace; empty for none
/// @param resource the plural of the type; empty if the path is none of a resource
/// @param name the object's name; empty for the collection
/// @param subresource what is asked of the object; empty for the object itself
public record RequestPath(
    String group,
    String version,
    String namespace,
    String resource,
    String name,
    String subresource) {

  /// The path at which administrators read the server's figures.
  public static final String METRICS = "/metrics";

  /// The path at which administrators get a copy of all that is stored. Kubernetes has no such
  /// path: there one asks etcd.
  public static final String BACKUP = "/backup";

  private static final String PROXY = "proxy";

  private static final RequestPath NONE = new RequestPath("", "", "", "", "", "");

  /// Reads a path.
  public static RequestPath parse(String path) {
    var parts = List.of(path.substring(1).split("/", -1));
    if (parts.getFirst().equals("api") && parts.size() > 2) {
      return parse("", parts.get(1), parts.subList(2, parts.size()));
    }
    if (parts.getFirst().equals("apis") && parts.size() > 3) {
      return parse(parts.get(1), parts.get(2), parts.subList(3, parts.size()));
    }
    return NONE;
  }

  private static RequestPath parse(String group, String version, List<String> rest) {
    var isNamespaced =
        rest.getFirst().equals("namespaces")
            && rest.size() > 2
            && !List.of("status", "finalize").contains(rest.get(2));
    var namespace = isNamespaced ? rest.get(1) : "";
    var own = isNamespaced ? rest.subList(2, rest.size()) : rest;
    return new RequestPath(
        group,
        version,
        namespace,
        own.getFirst(),
        own.size() > 1 ? own.get(1) : "",
        own.size() > 2 ? subresource(own.subList(2, own.size())) : "");
  }

  private static String subresource(List<String> rest) {
    return rest.getFirst().equals(PROXY) ? PROXY : String.join("/", rest);
  }

  /// Whether the request is passed on to a program.
  public boolean isProxy() {
    return subresource.equals(PROXY);
  }

  /// Where the object is found. A request that is passed on names it as in `https:web:443`.
  public ObjectKey key() {
    var parts = name.split(":", -1);
    return new ObjectKey(namespace, isProxy() && parts.length < 4 ? parts[parts.length / 3] : name);
  }

  /// `pods` or `pods/log`.
  public String resourceName() {
    return subresource.isEmpty() ? resource : resource + "/" + subresource;
  }
}
