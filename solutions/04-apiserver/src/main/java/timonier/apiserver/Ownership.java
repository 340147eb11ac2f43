package timonier.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
import timonier.apiserver.apply.ManagedFields;
import timonier.apiserver.apply.ManagedFields.Author;
import timonier.apiserver.requests.ApiRequest;
import timonier.kit.loop.EventLoop;

/// Records in each object who wrote which of its fields.
final class Ownership {

  private final EventLoop loop;

  Ownership(EventLoop loop) {
    this.loop = loop;
  }

  /// The name that a client goes by: what it says, or else the program in its user agent.
  static String manager(ApiRequest request) {
    return request
        .parameter("fieldManager")
        .orElseGet(() -> {
          var agent = request.header("user-agent").split("/", 2)[0];
          return agent.isBlank() ? request.user().program() : agent;
        });
  }

  private Author author(Wanted wanted) {
    return new Author(
        manager(wanted.request()),
        wanted.subresource(),
        wanted.type().type().apiVersion(),
        loop.now().truncatedTo(ChronoUnit.SECONDS));
  }

  /// Notes who made a new object.
  void created(Wanted wanted, ObjectNode object) {
    if (!ServerSideApply.isAsked(wanted.request())) {
      ManagedFields.created(wanted.type().shape(), author(wanted), object);
    }
  }

  /// Notes who changed an object.
  void updated(Wanted wanted, ObjectNode before, ObjectNode object) {
    if (!ServerSideApply.isAsked(wanted.request()) && wanted.slice().owned()) {
      ManagedFields.updated(wanted.type().shape(), author(wanted), before, object);
    }
  }

  /// The object to which a document is applied, with its new owners.
  ObjectNode applied(Wanted wanted, ObjectNode live, ObjectNode document) {
    var force = wanted.request().flag("force");
    return ManagedFields.applied(wanted.type().shape(), author(wanted), live, document, force);
  }
}
