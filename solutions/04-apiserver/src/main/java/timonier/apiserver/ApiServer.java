package timonier.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import timonier.apiserver.ObjectWriter.Wanted;
import timonier.apiserver.openapi.Documents;
import timonier.apiserver.openapi.Tables;
import timonier.apiserver.schema.JsonPatch;
import timonier.apiserver.schema.MergePatch;
import timonier.apiserver.schema.ProtobufBody;
import timonier.apiserver.schema.Schemas;
import timonier.apiserver.schema.StrategicMerge;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.pods.ApiException;
import timonier.pods.JsonFormat;
import timonier.pods.Part;
import timonier.pods.ResourceType;
import timonier.pods.Status;
import timonier.store.Store;
import timonier.store.Store.Entry;

/// The API server: finds out what a request asks for, whether it may, and who answers it.
public final class ApiServer implements Transport {

  /// How long the past is kept for watches to resume (Kubernetes: five minutes).
  private static final Duration KEPT = Duration.ofMinutes(5);

  private static final Duration COMPACTION = Duration.ofMinutes(1);

  private final EventLoop loop;
  private final Store store;
  private final Schemas schemas;
  private final Map<String, ServedType> types = new LinkedHashMap<>();
  private final Authorizer authorizer;
  private final ObjectReader reader;
  private final ObjectWriter writer;
  private final Deletion deletion;
  private final Subresources subresources;
  private final Watches watches;
  private final Documents documents;
  private final ArrayDeque<Long> marks = new ArrayDeque<>();

  /// A server of the types of objects that some parts bring.
  ///
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
    for (var type : Part.resourceTypes(parts)) {
      types.put(name(type), ServedType.of(type, schemas.of(type)));
    }
    var admissions = Part.extensions(parts, Admission.class);
    this.reader = new ObjectReader(store);
    this.writer = new ObjectWriter(loop, store, admissions);
    this.deletion = new Deletion(loop, store, admissions);
    this.subresources =
        new Subresources(
            loop, reader, writer, deletion, Part.extensions(parts, EvictionGuard.class), nodes);
    this.watches = new Watches(loop, store, reader);
    this.documents = new Documents(Part.resourceTypes(parts), schemas);
    compactLater();
  }

  private static String name(ResourceType<?> type) {
    return type.group() + "/" + type.version() + "/" + type.plural();
  }

  /// Forgets the past, a minute's worth at a time.
  private void compactLater() {
    loop.after(
        COMPACTION,
        () -> {
          marks.add(store.revision());
          if (marks.size() > KEPT.dividedBy(COMPACTION)) {
            store.compact(marks.remove());
          }
          compactLater();
        });
  }

  @Override
  public ApiResponse call(ApiRequest sent) {
    try {
      var request = readable(sent);
      var path = RequestPath.parse(request.path());
      if (path.resource().isEmpty()) {
        return document(request);
      }
      return resource(request, path);
    } catch (ApiException refusal) {
      return ApiResponse.of(refusal.status());
    }
  }

  /// The request with its body in JSON, where it is protobuf as client-go writes it.
  private ApiRequest readable(ApiRequest request) {
    if (!request.contentType().equals(ProtobufBody.MEDIA_TYPE)) {
      return request;
    }
    var headers = new LinkedHashMap<>(request.headers());
    headers.put("content-type", "application/json");
    var body = JsonFormat.bytes(ProtobufBody.read(request.body(), schemas));
    return new ApiRequest(
        request.method(), request.path(), request.query(), headers, body, request.user());
  }

  private ApiResponse document(ApiRequest request) {
    var found = documents.at(request.path(), request.header("accept"));
    if (found.isEmpty()) {
      throw new ApiException(
          Status.failure(404, "NotFound", "the server could not find the requested resource"));
    }
    var document = found.get();
    if (document.etag().equals(request.header("if-none-match"))) {
      return ApiResponse.of(304, document.contentType(), new byte[0]).with("etag", document.etag());
    }
    var response = ApiResponse.of(200, document.contentType(), document.body());
    return document.etag().isEmpty() ? response : response.with("etag", document.etag());
  }

  private ServedType type(RequestPath path) {
    var type = types.get(path.group() + "/" + path.version() + "/" + path.resource());
    if (type == null || (!type.type().namespaced() && !path.namespace().isEmpty())) {
      throw new ApiException(
          Status.failure(404, "NotFound", "the server could not find the requested resource"));
    }
    return type;
  }

  private void authorize(ApiRequest request, String verb, RequestPath path, ServedType type) {
    var refusal = authorizer.refuse(request.user(), verb, path);
    if (refusal.isPresent()) {
      throw ApiException.forbidden(type.type(), path.name(), refusal.get());
    }
  }

  private ApiResponse resource(ApiRequest request, RequestPath path) {
    var type = type(path);
    var verb = verb(request, path);
    authorize(request, verb, path, type);
    if (!path.subresource().isEmpty() && !path.subresource().equals("status")) {
      return subresource(request, path, type);
    }
    return switch (verb) {
      case "get" -> object(request, type, reader.get(type, path.key()));
      case "list" -> list(request, path, type);
      case "create" -> {
        requireNamespace(path, type);
        var written = writer.create(wanted(request, path, type), Requests.document(request));
        yield answer(request, type, 201, written);
      }
      case "update" ->
          answer(
              request,
              type,
              200,
              writer.replace(wanted(request, path, type), Requests.document(request)));
      case "patch" ->
          answer(
              request, type, 200, writer.patch(wanted(request, path, type), patch(request, type)));
      case "delete" ->
          ApiResponse.json(200, deletion.delete(type, path.key(), Deletion.Options.of(request)));
      case "deletecollection" -> deleteCollection(request, path, type);
      default -> throw methodNotAllowed();
    };
  }

  private static String verb(ApiRequest request, RequestPath path) {
    var one = !path.name().isEmpty();
    return switch (request.method()) {
      case "GET", "HEAD" -> one ? "get" : "list";
      case "POST" -> one && path.subresource().isEmpty() ? "none" : "create";
      case "PUT" -> one ? "update" : "none";
      case "PATCH" -> one ? "patch" : "none";
      case "DELETE" -> one ? "delete" : "deletecollection";
      default -> "none";
    };
  }

  private static ApiException methodNotAllowed() {
    return new ApiException(
        Status.failure(
            405,
            "MethodNotAllowed",
            "the server does not allow this method on the requested resource"));
  }

  private static Wanted wanted(ApiRequest request, RequestPath path, ServedType type) {
    return new Wanted(type, path.key(), path.subresource(), request);
  }

  private void requireNamespace(RequestPath path, ServedType type) {
    if (!type.type().namespaced()) {
      return;
    }
    if (path.namespace().isEmpty()) {
      throw methodNotAllowed();
    }
    var namespaces = types.get("/v1/namespaces");
    if (namespaces != null) {
      var namespace = reader.get(namespaces, timonier.pods.ObjectKey.of(path.namespace()));
      if (namespaces.tree(namespace).path("metadata").has("deletionTimestamp")) {
        throw ApiException.forbidden(
            type.type(),
            path.name(),
            "unable to create new content in namespace %s because it is being terminated"
                .formatted(path.namespace()));
      }
    }
  }

  private static UnaryOperator<ObjectNode> patch(ApiRequest request, ServedType type) {
    var body = Requests.json(request.body());
    return switch (request.contentType()) {
      case "application/json-patch+json" -> object -> whole(JsonPatch.apply(object, body));
      case "application/merge-patch+json" -> object -> whole(MergePatch.apply(object, body));
      case "application/strategic-merge-patch+json" ->
          object -> StrategicMerge.apply(type.schema(), object, whole(body));
      case "application/apply-patch+yaml", "application/apply-patch+cbor" ->
          throw new ApiException(
              Status.failure(
                  415,
                  "UnsupportedMediaType",
                  "server-side apply is not supported; use kubectl apply without --server-side"));
      default ->
          throw new ApiException(
              Status.failure(
                  415,
                  "UnsupportedMediaType",
                  "the body of the request was in an unknown format - accepted media types include:"
                      + " application/json-patch+json, application/merge-patch+json,"
                      + " application/strategic-merge-patch+json"));
    };
  }

  private static ObjectNode whole(com.fasterxml.jackson.databind.JsonNode patched) {
    if (patched instanceof ObjectNode object) {
      return object;
    }
    throw ApiException.badRequest("the patch does not leave an object");
  }

  private ApiResponse answer(
      ApiRequest request, ServedType type, int code, ObjectWriter.Written written) {
    var table = Tables.wanted(request.header("accept"));
    var body =
        table.isPresent()
            ? Tables.of(type.type(), loop.now())
                .table(List.of(written.object()), request.parameter("includeObject").orElse(""))
            : written.object();
    var response = ApiResponse.json(code, JsonFormat.bytes(body));
    var warnings = String.join(", ", written.warnings().stream().map(ApiServer::warning).toList());
    return warnings.isEmpty() ? response : response.with("warning", warnings);
  }

  private static String warning(String text) {
    return "299 - \"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private ApiResponse object(ApiRequest request, ServedType type, Entry entry) {
    if (Tables.wanted(request.header("accept")).isEmpty()) {
      return ApiResponse.json(200, type.splice(entry));
    }
    var table =
        Tables.of(type.type(), loop.now())
            .table(List.of(type.tree(entry)), request.parameter("includeObject").orElse(""));
    ServedType.version(table, entry.modRevision());
    return ApiResponse.json(200, JsonFormat.bytes(table));
  }

  private ApiResponse list(ApiRequest request, RequestPath path, ServedType type) {
    var listing = reader.list(type, path, request);
    if (Tables.wanted(request.header("accept")).isEmpty()) {
      return ApiResponse.json(200, ObjectReader.bytes(type, listing));
    }
    var objects = listing.entries().stream().map(type::tree).toList();
    var table =
        Tables.of(type.type(), loop.now())
            .table(objects, request.parameter("includeObject").orElse(""));
    ServedType.version(table, listing.revision());
    if (!listing.continueToken().isEmpty()) {
      ((ObjectNode) table.path("metadata"))
          .put("continue", listing.continueToken())
          .put("remainingItemCount", listing.remaining());
    }
    return ApiResponse.json(200, JsonFormat.bytes(table));
  }

  private ApiResponse deleteCollection(ApiRequest request, RequestPath path, ServedType type) {
    var listing = reader.list(type, path, request);
    var options = Deletion.Options.of(request);
    for (var entry : listing.entries()) {
      try {
        deletion.delete(
            type,
            new timonier.pods.ObjectKey(entry.key().namespace(), entry.key().name()),
            options);
      } catch (ApiException gone) {
        if (!gone.is("NotFound")) {
          throw gone;
        }
      }
    }
    return ApiResponse.json(200, ObjectReader.bytes(type, listing));
  }

  private ApiResponse subresource(ApiRequest request, RequestPath path, ServedType type) {
    if (!type.type().subresources().contains(path.subresource())) {
      throw new ApiException(
          Status.failure(404, "NotFound", "the server could not find the requested resource"));
    }
    var wanted = wanted(request, path, type);
    return switch (path.subresource() + " " + request.method()) {
      case "scale GET" ->
          ApiResponse.json(
              200, JsonFormat.bytes(Subresources.scale(type.tree(reader.get(type, path.key())))));
      case "scale PUT" -> {
        var scale = Requests.document(request);
        yield ApiResponse.json(200, JsonFormat.bytes(subresources.rescale(wanted, _ -> scale)));
      }
      case "scale PATCH" -> {
        var change = scalePatch(request);
        yield ApiResponse.json(200, JsonFormat.bytes(subresources.rescale(wanted, change)));
      }
      case "binding POST" -> {
        subresources.bind(wanted, Requests.document(request));
        yield ApiResponse.of(new Status("Success", "", "", Optional.empty(), 201));
      }
      case "eviction POST" -> ApiResponse.json(201, subresources.evict(type, path.key(), request));
      case "log GET" ->
          subresources.log(
              type, type(new RequestPath("", "v1", "", "nodes", "", "")), path.key(), request);
      case "approval PUT" ->
          answer(request, type, 200, writer.replace(status(wanted), Requests.document(request)));
      case "approval PATCH" ->
          answer(request, type, 200, writer.patch(status(wanted), patch(request, type)));
      default -> throw methodNotAllowed();
    };
  }

  private static Wanted status(Wanted wanted) {
    return new Wanted(wanted.type(), wanted.key(), "status", wanted.request());
  }

  private static UnaryOperator<ObjectNode> scalePatch(ApiRequest request) {
    var body = Requests.json(request.body());
    return request.contentType().equals("application/json-patch+json")
        ? scale -> whole(JsonPatch.apply(scale, body))
        : scale -> whole(MergePatch.apply(scale, body));
  }

  @Override
  public Cancellable watch(ApiRequest request, WatchObserver observer) {
    var path = RequestPath.parse(request.path());
    var type = type(path);
    authorize(request, "watch", path, type);
    if (Tables.wanted(request.header("accept")).isEmpty()) {
      return watches.begin(type, path, request, observer);
    }
    var tables = new TableObserver(type, request.parameter("includeObject").orElse(""), observer);
    return watches.begin(type, path, request, tables);
  }

  /// Tells events whose objects are tables; only the first has column headers.
  private final class TableObserver implements WatchObserver {
    private final ServedType type;
    private final String includeObject;
    private final WatchObserver observer;
    private boolean headersSent;

    TableObserver(ServedType type, String includeObject, WatchObserver observer) {
      this.type = type;
      this.includeObject = includeObject;
      this.observer = observer;
    }

    @Override
    public void event(String what, byte[] bytes) {
      if (what.equals("ERROR")) {
        observer.event(what, bytes);
        return;
      }
      var object = (ObjectNode) JsonFormat.parse(bytes);
      var rows = what.equals("BOOKMARK") ? List.<ObjectNode>of() : List.of(object);
      var table = Tables.of(type.type(), loop.now()).table(rows, includeObject);
      table.set("metadata", version(object));
      if (headersSent) {
        table.putNull("columnDefinitions");
      }
      headersSent = true;
      observer.event(what, JsonFormat.bytes(table));
    }

    private static ObjectNode version(ObjectNode object) {
      return JsonFormat.mapper()
          .createObjectNode()
          .put("resourceVersion", object.path("metadata").path("resourceVersion").asText());
    }

    @Override
    public void closed() {
      observer.closed();
    }
  }
}
