package timonier.apiserver.proxy;

import java.util.List;
import java.util.Map;
import timonier.apiserver.extensions.KindRules;
import timonier.apiserver.extensions.Subresource;
import timonier.apiserver.extensions.Subresource.Call;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.RequestPath;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.ResourceType;

/// A type of object to which requests are passed on.
///
/// @param type the type
/// @param options what discovery calls such a request, as in `PodProxyOptions`
/// @param way finds what answers
record ProxiedKind(ResourceType<?> type, String options, Way way) implements KindRules {

  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

  /// Finds what answers a request.
  @FunctionalInterface
  interface Way {
    /// Finds it.
    ///
    /// @param name what the request calls the object
    /// @throws timonier.pods.objects.ApiException if there is nothing
    Destination find(Call call, ProxyName name);
  }

  @Override
  public List<Subresource> subresources() {
    var proxy = Subresource.of("proxy", "", "", options).connecting();
    for (var method : METHODS) {
      proxy = proxy.on(method, this::answer);
    }
    return List.of(proxy);
  }

  private ApiResponse answer(Call call) {
    var request = call.request();
    var path = RequestPath.parse(request.path());
    var prefix = type.path(new ObjectKey(path.namespace(), path.name())) + "/proxy";
    var rest = request.path().substring(prefix.length());
    var destination = way.find(call, ProxyName.of(path.name(), type.singular()));
    var query = RequestHead.query(request);
    if (rest.isEmpty() && isPage(request)) {
      var headers = Map.of("Location", RequestHead.encoded(prefix) + "/" + query);
      return new ApiResponse(301, headers, new byte[0]);
    }
    var target = RequestHead.encoded(rest.isEmpty() ? "/" : rest) + query;
    return new Exchange(call.server().loop(), request, destination, prefix, target).answer();
  }

  /// Relative links on a page lead to where they should only if its path ends with a slash.
  private static boolean isPage(ApiRequest request) {
    return List.of("GET", "HEAD").contains(request.method()) && request.header("upgrade").isEmpty();
  }
}
