package timonier.apiserver;

import java.util.List;
import java.util.Optional;
import timonier.apiserver.openapi.Metrics;
import timonier.apiserver.schema.ProtobufBody;
import timonier.apiserver.schema.Schemas;
import timonier.apiserver.selectors.Selection;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.pods.ApiException;
import timonier.pods.JsonFormat;
import timonier.pods.Part;
import timonier.pods.ResourceType;
import timonier.pods.Status;
import timonier.store.Store;

/// The API server: finds out what a request asks for, whether it may, and who answers it.
///
/// Calls run on their callers' threads and share nothing but the store; watches and housekeeping
/// are tasks of the server's loop.
public final class ApiServer implements Transport {

  /// Where administrators get a copy of all that is stored. Kubernetes has no such path: there one
  /// asks etcd.
  public static final String BACKUP = "/backup";

  static final String METRICS = "/metrics";

  private final Schemas schemas;
  private final ServedTypes types;
  private final Authenticator authenticator;
  private final Authorizer authorizer;
  private final ObjectRequests objects;
  private final Watches watches;
  private final Answers answers;
  private final ServerDocuments documents;
  private final Housekeeping housekeeping;
  private final Metrics metrics = new Metrics();

  /// A server of the types of objects that some parts bring, which is still to be started.
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
    this.schemas = schemas;
    this.types = new ServedTypes(parts, schemas);
    var context = new ServerContext(loop, store, this, nodes, types, parts);
    this.authenticator =
        Authenticator.chain(
            context.extensions(Authenticator.Factory.class).stream()
                .map(factory -> factory.create(context))
                .toList());
    this.authorizer =
        Authorizer.union(
            context.extensions(Authorizer.Factory.class).stream()
                .map(factory -> factory.create(context))
                .toList());
    var admissions = AdmissionChain.of(context);
    var reader = new ObjectReader(store);
    var ownership = new Ownership(loop);
    var writer = new ObjectWriter(loop, store, admissions, ownership);
    var namespaces = new Namespaces(store, types.at(ApiServerPart.NAMESPACES));
    this.objects =
        new ObjectRequests(
            context,
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

  /// Makes the namespaces that are always there, and begins to forget the past from time to time.
  /// Called once, before the first request.
  public ApiServer start() {
    housekeeping.start();
    return this;
  }

  /// The types of objects that are served, to which others can be added while the server runs.
  public ServedTypes types() {
    return types;
  }

  /// Finds out who clients are, by what the server's parts know.
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

  private ApiResponse objects(ApiRequest sent, RequestPath path) {
    var route = Route.of(types, sent, path);
    MediaTypes.require(sent, route);
    var request = readable(sent);
    authorize(request, route, route.allowance());
    return objects.answer(route, request, () -> authorize(request, route, Verb.CREATE.word()));
  }

  /// The request with its body in JSON, where it is protobuf as client-go writes it.
  private ApiRequest readable(ApiRequest request) {
    if (!request.contentType().equals(ProtobufBody.MEDIA_TYPE)) {
      return request;
    }
    var body = JsonFormat.bytes(ProtobufBody.read(request.body(), schemas));
    return request.withBody("application/json", body);
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
