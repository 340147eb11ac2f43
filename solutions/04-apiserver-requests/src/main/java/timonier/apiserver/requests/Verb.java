package timonier.apiserver.requests;

import java.util.Locale;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Status;

/// What a request wants to do with objects.
public enum Verb {
  /// Read one object.
  GET,
  /// Read a collection.
  LIST,
  /// Follow a collection.
  WATCH,
  /// Make a new object.
  CREATE,
  /// Replace an object.
  UPDATE,
  /// Change parts of an object.
  PATCH,
  /// Remove an object.
  DELETE,
  /// Remove a collection.
  DELETECOLLECTION;

  /// The verb of a request. The same method means different verbs for an object and a collection.
  ///
  /// @throws ApiException 405 if the method makes no sense there
  public static Verb of(ApiRequest request, RequestPath path) {
    var one = !path.name().isEmpty();
    return switch (request.method()) {
      case "GET", "HEAD" -> request.flag("watch") && !path.isProxy() ? WATCH : one ? GET : LIST;
      case "POST" -> require(!one || !path.subresource().isEmpty(), CREATE);
      case "PUT" -> require(one, UPDATE);
      case "PATCH" -> require(one, PATCH);
      case "OPTIONS" -> require(path.isProxy(), GET);
      case "DELETE" -> one ? DELETE : DELETECOLLECTION;
      default -> throw notAllowed();
    };
  }

  private static Verb require(boolean allowed, Verb verb) {
    if (!allowed) {
      throw notAllowed();
    }
    return verb;
  }

  /// 405: the resource has no such method.
  public static ApiException notAllowed() {
    return new ApiException(
        Status.failure(
            405,
            "MethodNotAllowed",
            "the server does not allow this method on the requested resource"));
  }

  /// The verb in lower case, as authorisation and messages write it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
