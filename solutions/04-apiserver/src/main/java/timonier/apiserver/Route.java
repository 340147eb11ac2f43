package timonier.apiserver;

import java.util.List;
import java.util.Optional;
import timonier.apiserver.extensions.Subresource;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.RequestPath;
import timonier.apiserver.requests.Verb;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Status;

/// Where a request for objects leads: to which type, object and subresource, with which verb.
///
/// @param type the type of object
/// @param path the path of the request
/// @param verb what the client wants to do
/// @param subresource the subresource; empty for the object itself, and where the path names one
///   that does not exist
record Route(ServedType type, RequestPath path, Verb verb, Optional<Subresource> subresource) {

  private static final List<String> OF_ONE = List.of("get", "update", "patch", "delete");

  /// The route of a request.
  ///
  /// @throws ApiException 404 if no such type is served; 405 if the method makes no sense there
  static Route of(ServedTypes types, ApiRequest request, RequestPath path) {
    var type =
        types
            .at(path)
            .filter(known -> known.type().namespaced() || path.namespace().isEmpty())
            .orElseThrow(() -> unknown(path));
    var subresource = Optional.ofNullable(type.subresources().get(path.subresource()));
    var route = new Route(type, path, Verb.of(request, path), subresource);
    if (route.isOfObject() && !route.isKnown()) {
      throw route.unanswered();
    }
    return route;
  }

  /// The refusal of an unknown verb: 404 if the path names an object and no verb is for one object.
  private ApiException unanswered() {
    var ofOne = type.computed().keySet().stream().anyMatch(OF_ONE::contains);
    return path.name().isEmpty() || ofOne ? Verb.notAllowed() : unknown(path);
  }

  /// Whether the type answers the verb: a type without a store answers only some.
  private boolean isKnown() {
    var computed = type.computed();
    return computed.isEmpty() || computed.containsKey(verb.word());
  }

  /// 404: nothing is served at a path. The details name no object, for it is not the object that is
  /// missing; clients look into them without asking whether there are any.
  static ApiException unknown(RequestPath path) {
    var message = "the server could not find the requested resource";
    var details =
        new Status.Details("", path.group(), path.resource(), "", List.of(), Optional.empty());
    return new ApiException(new Status("Failure", message, "NotFound", Optional.of(details), 404));
  }

  /// What the client must be allowed to do, as in `create`.
  String allowance() {
    return subresource.flatMap(Subresource::verb).orElseGet(verb::word);
  }

  /// Whether the object itself, or a collection, is asked for.
  boolean isOfObject() {
    return path.subresource().isEmpty();
  }

  /// What answers a method of the subresource.
  ///
  /// @throws ApiException 404 if there is no such subresource; 405 if it has no such method
  Subresource.Answer answer(String method) {
    var read = List.of("HEAD", "OPTIONS").contains(method) ? "GET" : method;
    var answer = subresource.orElseThrow(() -> unknown(path)).answers().get(read);
    if (answer == null) {
      throw Verb.notAllowed();
    }
    return answer;
  }
}
