package timonier.apiserver;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import timonier.apiserver.ObjectWriter.Wanted;
import timonier.apiserver.openapi.Documents;
import timonier.apiserver.openapi.Metrics;
import timonier.apiserver.schema.ProtobufBody;
import timonier.apiserver.schema.Schemas;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.pods.ApiException;
import timonier.pods.JsonFormat;
import timonier.pods.ObjectKey;
import timonier.pods.Part;
import timonier.pods.Status;
import timonier.store.Backup;
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

  /// How long the past is kept for watches to resume (Kubernetes: five minutes).
  private static final Duration KEPT = Duration.ofMinutes(5);

  private static final Duration COMPACTION = Duration.ofMinutes(1);

  private final EventLoop loop;
  private final Store store;
  private final Schemas schemas;
  private final ServedTypes types;
  private final Authorizer authorizer;
  private final ObjectReader reader;
  private final ObjectWriter writer;
  private final ServerSideApply serverSideApply;
  private final Deletion deletion;
  private final Subresources subresources;
  private final Watches watches;
  private final Answers answers;
  private final Namespaces namespaces;
  private final Documents documents;
  private final Metrics metrics = new Metrics();
  private final ArrayDeque<Long> marks = new ArrayDeque<>();

  /// A server of the types of objects that some parts bring.
  ///
  /// @param loop for time, chance and watches
  /// @param store what it serves
  /// @param nodes the way to kubelets; without it, logs are refused
  public ApiServer(
      EventLoop loop,
      Store store,
      Schemas schemas,
      List<Part> parts,
      Authorizer authorizer,
      Optional<NodeConnection> nodes) {
    this.loop = loop;
    this.store = store;
    this.schemas = schemas;
    this.authorizer = authorizer;
    this.types = new ServedTypes(parts, schemas);
    var rules = new WriteRules(loop, store, parts);
    this.reader = new ObjectReader(store);
    var ownership = new Ownership(loop);
    this.writer = new ObjectWriter(loop, store, rules, ownership);
    this.serverSideApply = new ServerSideApply(writer, ownership);
    this.deletion = new Deletion(loop, store, rules);
    this.namespaces = new Namespaces(store, types.at(RequestPath.parse("/api/v1/namespaces")));
    this.subresources = new Subresources(loop, this, reader, writer, deletion, parts, nodes);
    this.watches = new Watches(loop, store, reader);
    this.answers = new Answers(loop);
    this.documents = new Documents(types.all(), schemas);
    namespaces.createDefaults(writer);
    compactLater();
  }

  /// Forgets the past, a minute's worth at a time.
  private void compactLater() {
    loop.after(
        COMPACTION,
        () -> {
          compactLater();
          marks.add(store.revision());
          if (marks.size() > KEPT.dividedBy(COMPACTION)) {
            store.compact(marks.remove());
          }
        });
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
      if (types.at(path).isEmpty()) {
        return document(sent, path);
      }
      MediaTypes.require(sent, path);
      return resource(readable(sent), path);
    } catch (ApiException refusal) {
      return ApiResponse.of(refusal.status());
    } catch (Store.ReadOnly full) {
      return ApiResponse.of(Status.failure(503, "ServiceUnavailable", full.sentence()));
    }
  }

  /// The request with its body in JSON, where it is protobuf as client-go writes it.
  private ApiRequest readable(ApiRequest request) {
    if (!request.contentType().equals(ProtobufBody.MEDIA_TYPE)) {
      return request;
    }
    var body = JsonFormat.bytes(ProtobufBody.read(request.body(), schemas));
    return request.withBody("application/json", body);
  }

  /// 404: nothing is served at a path. The details name no object, for it is not the object that is
  /// missing; clients look into them without asking whether there are any.
  private static ApiException unknownPath(RequestPath path) {
    var message = "the server could not find the requested resource";
    var details =
        new Status.Details("", path.group(), path.resource(), "", List.of(), Optional.empty());
    return new ApiException(new Status("Failure", message, "NotFound", Optional.of(details), 404));
  }

  private ApiResponse document(ApiRequest request, RequestPath path) {
    if (!List.of("GET", "HEAD").contains(request.method())) {
      throw path.resource().isEmpty() ? Verb.notAllowed() : unknownPath(path);
    }
    authorizer
        .refuse(request.user(), request.path())
        .ifPresent(refusal -> {
          throw new ApiException(Status.failure(403, "Forbidden", "forbidden: " + refusal));
        });
    if (request.path().equals(METRICS)) {
      return ApiResponse.of(200, Metrics.MEDIA_TYPE, metrics.text(store.revision()));
    }
    if (request.path().equals(BACKUP)) {
      // everything as it is at one moment, secrets included
      var all = store.snapshot();
      return ApiResponse.of("application/octet-stream", out -> Backup.write(all, out));
    }
    var document =
        documents.at(request.path(), request.header("accept")).orElseThrow(() -> unknownPath(path));
    if (document.etag().isEmpty()) {
      return ApiResponse.of(200, document.contentType(), document.body());
    }
    var response =
        request.header("if-none-match").equals(document.etag())
            ? ApiResponse.of(304, document.contentType(), new byte[0])
            : ApiResponse.of(200, document.contentType(), document.body());
    return response.with("etag", document.etag());
  }

  private ServedType type(RequestPath path) {
    return types
        .at(path)
        .filter(type -> type.type().namespaced() || path.namespace().isEmpty())
        .orElseThrow(() -> unknownPath(path));
  }

  private void authorize(ApiRequest request, Verb verb, RequestPath path, ServedType type) {
    var question =
        new Authorizer.Question(request.user(), verb, path, Selection.fixed(request, type.rules()));
    var refusal = authorizer.refuse(question);
    if (refusal.isPresent()) {
      throw path.name().isEmpty()
          ? new ApiException(
              Status.failure(
                  403,
                  "Forbidden",
                  type.type().groupResource() + " is forbidden: " + refusal.get(),
                  type.type(),
                  ""))
          : ApiException.forbidden(type.type(), path.name(), refusal.get());
    }
  }

  private ApiResponse resource(ApiRequest request, RequestPath path) {
    var type = type(path);
    var verb = Verb.of(request, path);
    authorize(request, verb, path, type);
    if (path.subresource().isEmpty() || path.subresource().equals("status")) {
      return object(request, path, type, verb);
    }
    if (!type.type().subresources().contains(path.subresource())) {
      throw unknownPath(path);
    }
    return subresource(request, path, type);
  }

  private ApiResponse object(ApiRequest request, RequestPath path, ServedType type, Verb verb) {
    if (!path.subresource().isEmpty()) {
      requireStatus(path, type, verb);
    }
    var wanted = new Wanted(type, path.key(), path.subresource(), request);
    return switch (verb) {
      case GET -> answers.object(request, type, reader.get(type, path.key()));
      case LIST -> answers.list(request, type, reader.list(type, path, request));
      case WATCH -> throw ApiException.badRequest("a watch is not a call");
      case CREATE -> {
        namespaces.requireOpen(type, path);
        var written = writer.create(wanted, Requests.document(request));
        yield answers.written(request, type, 201, written.warning(types.warnings(type)));
      }
      case UPDATE -> {
        var written = writer.replace(wanted, Requests.document(request));
        yield answers.written(request, type, 200, written);
      }
      case PATCH -> ServerSideApply.isAsked(request) ? apply(wanted, path) : patch(wanted);
      case DELETE -> ApiResponse.json(200, deletion.delete(wanted, DeleteOptions.of(request)));
      case DELETECOLLECTION -> deleteCollection(request, path, type);
    };
  }

  private ApiResponse patch(Wanted wanted) {
    var type = wanted.type();
    var written = writer.patch(wanted, Patches.of(wanted.request(), type));
    return answers.written(wanted.request(), type, 200, written);
  }

  /// Who applies must be allowed to create, where there is nothing yet.
  private ApiResponse apply(Wanted wanted, RequestPath path) {
    var type = wanted.type();
    var applied =
        serverSideApply.apply(
            wanted,
            () -> {
              authorize(wanted.request(), Verb.CREATE, path, type);
              namespaces.requireOpen(type, path);
            });
    return answers.written(wanted.request(), type, applied.code(), applied.written());
  }

  private static void requireStatus(RequestPath path, ServedType type, Verb verb) {
    if (!type.type().subresources().contains("status")) {
      throw unknownPath(path);
    }
    if (verb != Verb.GET && verb != Verb.UPDATE && verb != Verb.PATCH) {
      throw Verb.notAllowed();
    }
  }

  private ApiResponse deleteCollection(ApiRequest request, RequestPath path, ServedType type) {
    if (!type.rules().hasCollectionDeletion()) {
      throw Verb.notAllowed();
    }
    var listing = reader.list(type, path, request);
    var options = DeleteOptions.of(request);
    for (var entry : listing.entries()) {
      var key = new ObjectKey(entry.key().namespace(), entry.key().name());
      try {
        deletion.delete(new Wanted(type, key, "", request), options);
      } catch (ApiException gone) {
        if (!gone.is("NotFound")) {
          throw gone;
        }
      }
    }
    return answers.list(request, type, listing);
  }

  private ApiResponse subresource(ApiRequest request, RequestPath path, ServedType type) {
    var wanted = new Wanted(type, path.key(), path.subresource(), request);
    var status = new Wanted(type, path.key(), "status", request);
    return switch (path.subresource() + " " + request.method()) {
      case "scale GET" -> subresources.scale(wanted);
      case "scale PUT" -> {
        var scale = Requests.document(request);
        yield subresources.rescale(wanted, _ -> scale);
      }
      case "scale PATCH" -> subresources.rescale(wanted, Patches.ofPlain(request));
      case "binding POST" -> subresources.bind(wanted, Requests.document(request));
      case "eviction POST" -> subresources.evict(wanted, Requests.document(request));
      case "log GET" ->
          subresources.log(wanted, type(new RequestPath("", "v1", "", "nodes", "", "")));
      case "exec GET",
          "exec POST",
          "attach GET",
          "attach POST",
          "portforward GET",
          "portforward POST" ->
          subresources.talk(wanted, type(new RequestPath("", "v1", "", "nodes", "", "")));
      case "approval GET", "ephemeralcontainers GET" ->
          answers.object(request, type, reader.get(type, path.key()));
      case "ephemeralcontainers PUT" -> {
        var written = writer.replace(wanted, Requests.document(request));
        yield answers.written(request, type, 200, written);
      }
      case "ephemeralcontainers PATCH" -> patch(wanted);
      case "approval PUT" -> {
        var written = writer.replace(status, Requests.document(request));
        yield answers.written(request, type, 200, written);
      }
      case "approval PATCH" -> patch(status);
      default -> throw Verb.notAllowed();
    };
  }

  @Override
  public Cancellable watch(ApiRequest asked, WatchObserver observer) {
    var request = asked.withoutLegacyWatch();
    var path = RequestPath.parse(request.path());
    var type = type(path);
    authorize(request, Verb.WATCH, path, type);
    return watches.begin(type, path, request, answers.observer(request, type, observer));
  }
}
