package timonier.apiserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import timonier.apiserver.extensions.AdmissionChain;
import timonier.apiserver.extensions.Attempt;
import timonier.apiserver.extensions.Authenticator;
import timonier.apiserver.extensions.Authorizer;
import timonier.apiserver.extensions.KindRules;
import timonier.apiserver.extensions.ServerContext;
import timonier.apiserver.extensions.Slice;
import timonier.apiserver.extensions.Subresource;
import timonier.apiserver.patches.Patches;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.DeleteOptions;
import timonier.apiserver.requests.RequestPath;
import timonier.apiserver.requests.Requests;
import timonier.apiserver.requests.Verb;
import timonier.apiserver.schema.GoForm;
import timonier.apiserver.schema.Schemas;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.ResourceType;

/// Answers requests for objects and their subresources, once they are authorised.
final class ObjectRequests {

  private final ServerContext server;
  private final ServedTypes types;
  private final Schemas schemas;
  private final ObjectReader reader;
  private final ObjectWriter writer;
  private final ServerSideApply serverSideApply;
  private final Deletion deletion;
  private final AdmissionChain admissions;
  private final Namespaces namespaces;
  private final Authenticator authenticator;
  private final Authorizer authorizer;
  private final Answers answers;

  /// @param types the types of objects that are served
  /// @param schemas name the fields of documents in protobuf
  /// @param namespaces in which objects are made
  /// @param authenticator for computed objects
  /// @param authorizer for computed objects
  ObjectRequests(
      ServerContext server,
      ServedTypes types,
      Schemas schemas,
      ObjectReader reader,
      ObjectWriter writer,
      ServerSideApply serverSideApply,
      Deletion deletion,
      AdmissionChain admissions,
      Namespaces namespaces,
      Authenticator authenticator,
      Authorizer authorizer) {
    this.server = server;
    this.types = types;
    this.schemas = schemas;
    this.reader = reader;
    this.writer = writer;
    this.serverSideApply = serverSideApply;
    this.deletion = deletion;
    this.admissions = admissions;
    this.namespaces = namespaces;
    this.authenticator = authenticator;
    this.authorizer = authorizer;
    this.answers = new Answers(server.loop());
  }

  /// Answers.
  ///
  /// @param mayCreate refuses if the client may not make an object there
  ApiResponse answer(Route route, ApiRequest request, Runnable mayCreate) {
    return route.isOfObject()
        ? object(route, request, mayCreate)
        : subresource(route, route.answer(request.method()), request);
  }

  private ApiResponse subresource(Route route, Subresource.Answer answer, ApiRequest request) {
    var call = new SubresourceCall(route, request);
    if (route.subresource().filter(Subresource::isConnection).isEmpty()) {
      return answer.to(call);
    }
    var attempt =
        admissions.attempt(
            Attempt.Operation.CONNECT,
            call.type(),
            call.key(),
            route.path().subresource(),
            request,
            call.object(),
            Optional.empty(),
            false);
    return admissions.carryOut(
        attempt,
        () -> {
          admissions.mutate(attempt);
          admissions.validate(attempt);
          return answer.to(call);
        });
  }

  private ApiResponse object(Route route, ApiRequest request, Runnable mayCreate) {
    var type = route.type();
    var path = route.path();
    var wanted = Wanted.whole(type, path.key(), request);
    var computation = type.computed().get(route.verb().word());
    if (computation != null) {
      return computed(wanted, route.verb(), computation);
    }
    return switch (route.verb()) {
      case GET -> answers.object(request, type, reader.get(type, path.key()));
      case LIST -> answers.list(request, type, reader.list(type, path, request));
      case WATCH -> throw ApiException.badRequest("a watch is not a call");
      case CREATE -> {
        namespaces.requireOpen(type, path);
        var written = writer.create(wanted, Requests.document(request, schemas));
        yield answers.written(request, type, 201, written.warning(types.warnings(type)));
      }
      case UPDATE -> replace(wanted);
      case PATCH ->
          ServerSideApply.isAsked(request) ? apply(wanted, path, mayCreate) : patch(wanted);
      case DELETE -> ApiResponse.json(200, deletion.delete(wanted, deleteOptions(request)));
      case DELETECOLLECTION -> deleteCollection(request, path, type);
    };
  }

  private ApiResponse computed(Wanted wanted, Verb verb, KindRules.Computation computation) {
    var type = wanted.type();
    var key = wanted.key();
    var request = wanted.request();
    var isCreated = verb == Verb.CREATE;
    if (isCreated && type.type().namespaced() && key.namespace().isEmpty()) {
      throw Verb.notAllowed();
    }
    var sent =
        isCreated
            ? DecodedDocument.of(wanted, Requests.document(request, schemas))
            : new DecodedDocument(JsonNodeFactory.instance.objectNode(), List.of());
    var asked =
        new KindRules.Computation.Asked(
            server, type.type(), key, sent.object(), request, authenticator, authorizer);
    var answer = computation.of(asked);
    if (verb != Verb.LIST) {
      GoForm.apply(type.schema(), answer);
    }
    return answers.computed(request, type, isCreated ? 201 : 200, answer, sent.warnings());
  }

  private ApiResponse replace(Wanted wanted) {
    var written = writer.replace(wanted, Requests.document(wanted.request(), schemas));
    return answers.written(wanted.request(), wanted.type(), 200, written);
  }

  private ApiResponse patch(Wanted wanted) {
    var type = wanted.type();
    var written = writer.patch(wanted, Patches.of(wanted.request(), type.type(), type.schema()));
    return answers.written(wanted.request(), type, 200, written);
  }

  /// Clients that apply must be allowed to create, where there is nothing yet.
  private ApiResponse apply(Wanted wanted, RequestPath path, Runnable mayCreate) {
    var type = wanted.type();
    var applied =
        serverSideApply.apply(
            wanted,
            () -> {
              mayCreate.run();
              namespaces.requireOpen(type, path);
            });
    return answers.written(wanted.request(), type, applied.code(), applied.written());
  }

  private DeleteOptions deleteOptions(ApiRequest request) {
    return DeleteOptions.of(
        request,
        request.body().length == 0
            ? Optional.empty()
            : Optional.of(Requests.document(request, schemas)));
  }

  private ApiResponse deleteCollection(ApiRequest request, RequestPath path, ServedType type) {
    if (!type.hasCollectionDeletion()) {
      throw Verb.notAllowed();
    }
    var listing = reader.list(type, path, request);
    var options = deleteOptions(request);
    for (var entry : listing.entries()) {
      var key = new ObjectKey(entry.key().namespace(), entry.key().name());
      try {
        deletion.delete(Wanted.whole(type, key, request), options);
      } catch (ApiException gone) {
        if (!gone.is("NotFound")) {
          throw gone;
        }
      }
    }
    return answers.list(request, type, listing);
  }

  /// A request for a subresource.
  private final class SubresourceCall implements Subresource.Call {
    private final Route route;
    private final ApiRequest request;

    SubresourceCall(Route route, ApiRequest request) {
      this.route = route;
      this.request = request;
    }

    private Wanted wanted(Slice slice) {
      return new Wanted(route.type(), key(), slice, request);
    }

    @Override
    public ObjectKey key() {
      return route.path().key();
    }

    @Override
    public ResourceType<?> type() {
      return route.type().type();
    }

    @Override
    public ApiRequest request() {
      return request;
    }

    @Override
    public ServerContext server() {
      return server;
    }

    @Override
    public ObjectNode object() {
      return route.type().codec().tree(reader.get(route.type(), key()));
    }

    @Override
    public ObjectNode object(ResourceType<?> other, ObjectKey key) {
      var served = types.at(other).orElseThrow(() -> ApiException.notFound(other, key.name()));
      return served.codec().tree(reader.get(served, key));
    }

    @Override
    public ObjectNode document() {
      return Requests.document(request, schemas);
    }

    @Override
    public UnaryOperator<ObjectNode> patch() {
      return Patches.ofPlain(request);
    }

    @Override
    public ApiResponse read() {
      return answers.object(request, route.type(), reader.get(route.type(), key()));
    }

    @Override
    public ApiResponse replace(Slice slice) {
      return ObjectRequests.this.replace(wanted(slice));
    }

    @Override
    public ApiResponse patch(Slice slice) {
      return ServerSideApply.isAsked(request)
          ? apply(wanted(slice), route.path(), () -> {})
          : ObjectRequests.this.patch(wanted(slice));
    }

    @Override
    public ObjectNode update(Slice slice, UnaryOperator<ObjectNode> change) {
      return writer.patch(wanted(slice), change).object();
    }

    @Override
    public void delete(Optional<ObjectNode> options) {
      deletion.delete(
          Wanted.whole(route.type(), key(), request), DeleteOptions.of(request, options));
    }
  }
}
