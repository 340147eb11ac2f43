package timonier.apiserver;

import java.util.List;
import java.util.Optional;
import timonier.apiserver.extensions.AdmissionChain;
import timonier.apiserver.extensions.Authenticator;
import timonier.apiserver.extensions.Authorizer;
import timonier.apiserver.extensions.KindRegistry;
import timonier.apiserver.extensions.NodeConnection;
import timonier.apiserver.extensions.Question;
import timonier.apiserver.extensions.ServerContext;
import timonier.apiserver.extensions.Subresource;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.apiserver.openapi.Metrics;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.MediaTypes;
import timonier.apiserver.requests.RequestPath;
import timonier.apiserver.requests.Transport;
import timonier.apiserver.requests.Verb;
import timonier.apiserver.schema.Schemas;
import timonier.apiserver.selectors.Selection;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Part;
import timonier.pods.objects.ResourceType;
import timonier.pods.objects.Status;
import timonier.store.Store;

/// The API server: routes each request, authorises it, and has it answered.
///
/// Calls run on their callers' threads and share nothing but the store; watches and housekeeping
/// are tasks of the server's loop.
public final class ApiServer implements Transport {

  private final ServedTypes types;
  private final Authenticator authenticator;
  private final Authorizer authorizer;
  private final ObjectRequests objects;
  private final Watches watches;
  private final Answers answers;
  private final ServerDocuments documents;
  private final Housekeeping housekeeping;
  private final Metrics metrics = new Metrics();

  /// A server of the types of objects that some parts bring. It still has to be started.
  ///
  /// @param loop for time, chance and watches
  /// @param store what it serves
  /// @param nodes the way to kubelets; without it, logs are refused
  public ApiServer(
      EventLoop loop,
      Store store,
      Schemas schemas,
      List<Part> parts,
      Optional<NodeConnection> nodes) {
    this.types = new ServedTypes(parts, schemas);
    var context = new ServerContext(loop, store, this, nodes, types, parts);
    this.authenticator = Authenticator.of(context);
    this.authorizer = Authorizer.of(context);
    var admissions = AdmissionChain.of(context);
    var reader = new ObjectReader(store);
    var ownership = new Ownership(loop);
    var writer = new ObjectWriter(loop, store, admissions, ownership);
    var namespaces = new Namespaces(store, types.at(ApiServerPart.NAMESPACES));
    this.objects =
        new ObjectRequests(
            context,
            types,
            schemas,
            reader,
            writer,
            new ServerSideApply(writer, ownership),
            new Deletion(loop, store, admissions),
            admissions,
            namespaces,
            authenticator,
            authorizer);
    this.watches = new Watches(loop, store, reader, types);
    this.answers = new Answers(loop);
    this.documents = new ServerDocuments(store, types, metrics);
    this.housekeeping = new Housekeeping(loop, store, namespaces, writer);
  }

  /// Creates the default namespaces, and begins to compact the store. Called once, before the first
  /// request.
  public ApiServer start() {
    housekeeping.start();
    return this;
  }

  /// The types of objects that are served, to which others can be added while the server runs.
  public KindRegistry types() {
    return types;
  }

  /// Authenticates clients, by the authenticators of all parts.
  public Authenticator authenticator() {
    return authenticator;
  }

  @Override
  public ApiResponse call(ApiRequest request) {
    var response = MediaTypes.answer(request, answer(request));
    metrics.count(request.method(), response.code());
    return response;
  }

  private ApiResponse answer(ApiRequest sent) {
    try {
      var path = RequestPath.parse(sent.path());
      return types.at(path).isPresent() ? objects(sent, path) : document(sent, path);
    } catch (ApiException refusal) {
      return ApiResponse.of(refusal.status());
    } catch (Store.ReadOnly full) {
      return ApiResponse.of(Status.failure(503, "ServiceUnavailable", full.sentence()));
    }
  }

  private ApiResponse objects(ApiRequest request, RequestPath path) {
    var route = Route.of(types, request, path);
    if (route.subresource().filter(Subresource::isStream).isEmpty()) {
      MediaTypes.require(request);
    }
    authorize(request, route, route.allowance());
    return Answers.about(
        route.type(),
        objects.answer(route, request, () -> authorize(request, route, Verb.CREATE.word())));
  }

  private ApiResponse document(ApiRequest request, RequestPath path) {
    ServerDocuments.requireReading(request, path);
    var verb = request.method().equals("HEAD") ? "head" : "get";
    refusal(Question.of(request.user(), verb, request.path()))
        .ifPresent(refusal -> {
          throw new ApiException(Status.failure(403, "Forbidden", "forbidden: " + refusal));
        });
    return documents.answer(request, path);
  }

  /// Why a request is refused; empty if it is allowed.
  private Optional<String> refusal(Question question) {
    return switch (authorizer.decide(question)) {
      case Authorizer.Decision.Allow() -> Optional.empty();
      case Authorizer.Decision.Deny(var why) -> Optional.of(question.refusal(why));
      case Authorizer.Decision.NoOpinion(var why) -> Optional.of(question.refusal(why));
    };
  }

  private void authorize(ApiRequest request, Route route, String verb) {
    var fields = Selection.fixed(request::parameter, route.type().rules());
    refusal(Question.of(request.user(), verb, route.path(), fields))
        .ifPresent(refusal -> {
          throw forbidden(route.type().type(), route.path().name(), refusal);
        });
  }

  private static ApiException forbidden(ResourceType<?> type, String name, String why) {
    if (!name.isEmpty()) {
      return ApiException.forbidden(type, name, why);
    }
    var sentence = type.groupResource() + " is forbidden: " + why;
    return new ApiException(Status.failure(403, "Forbidden", sentence, type, ""));
  }

  @Override
  public Cancellable watch(ApiRequest asked, WatchObserver observer) {
    var request = asked.withoutLegacyWatch();
    var route = Route.of(types, request, RequestPath.parse(request.path()));
    authorize(request, route, Verb.WATCH.word());
    var type = route.type();
    return watches.begin(type, route.path(), request, answers.observer(request, type, observer));
  }
}
