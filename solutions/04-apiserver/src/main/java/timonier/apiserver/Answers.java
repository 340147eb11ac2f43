package timonier.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import timonier.apiserver.openapi.Tables;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.Transport.WatchObserver;
import timonier.apiserver.schema.Warnings;
import timonier.apiserver.storage.ListBody;
import timonier.apiserver.storage.Listing;
import timonier.apiserver.storage.StorageCodec;
import timonier.kit.loop.EventLoop;
import timonier.pods.objects.JsonFormat;
import timonier.store.Store.Entry;

/// Renders objects and lists in the form that a client accepts: JSON, or a table for people.
final class Answers {

  private final EventLoop loop;

  Answers(EventLoop loop) {
    this.loop = loop;
  }

  private static boolean wantsTable(ApiRequest request) {
    return Tables.wanted(request.header("accept")).isPresent();
  }

  private ObjectNode table(ApiRequest request, ServedType type, List<ObjectNode> objects) {
    return Tables.of(type.type(), loop.now())
        .table(objects, type.codec()::storedForm, request.parameter("includeObject").orElse(""));
  }

  /// One object as it is stored.
  ApiResponse object(ApiRequest request, ServedType type, Entry entry) {
    if (!wantsTable(request)) {
      return ApiResponse.json(200, type.codec().splice(entry));
    }
    var table = table(request, type, List.of(type.codec().tree(entry)));
    return ApiResponse.json(
        200, JsonFormat.bytes(StorageCodec.version(table, entry.modRevision())));
  }

  /// One object after a write, with what the client should know about it.
  ApiResponse written(ApiRequest request, ServedType type, int code, Written written) {
    var body =
        wantsTable(request)
            ? JsonFormat.bytes(table(request, type, List.of(written.object())))
            : written.json();
    return warned(ApiResponse.json(code, body), written.warnings());
  }

  /// A computed object, or a computed list.
  ApiResponse computed(
      ApiRequest request, ServedType type, int code, ObjectNode answer, List<String> warnings) {
    var objects = new ArrayList<ObjectNode>();
    answer.path("items").forEach(item -> objects.add((ObjectNode) item));
    var shown = answer.has("items") ? objects : List.of(answer);
    var body = wantsTable(request) ? table(request, type, shown) : answer;
    return warned(ApiResponse.json(code, JsonFormat.bytes(body)), warnings);
  }

  private static ApiResponse warned(ApiResponse response, List<String> warnings) {
    var header = Warnings.header(warnings);
    return header.isEmpty() ? response : response.with("warning", header);
  }

  /// An answer about a type, with what clients should know of the type before all else.
  static ApiResponse about(ServedType type, ApiResponse response) {
    var deprecation = type.rules().deprecation();
    if (deprecation.isEmpty()) {
      return response;
    }
    var first = Warnings.header(List.of(deprecation));
    var others = Optional.ofNullable(response.headers().get("warning"));
    return response.with("warning", others.map(more -> first + ", " + more).orElse(first));
  }

  /// A list.
  ApiResponse list(ApiRequest request, ServedType type, Listing listing) {
    if (!wantsTable(request)) {
      return ApiResponse.of("application/json", ListBody.of(type.codec(), listing));
    }
    var table = table(request, type, listing.entries().stream().map(type.codec()::tree).toList());
    StorageCodec.version(table, listing.revision());
    if (!listing.continueToken().isEmpty()) {
      ((ObjectNode) table.path("metadata"))
          .put("continue", listing.continueToken())
          .put("remainingItemCount", listing.remaining());
    }
    return ApiResponse.json(200, JsonFormat.bytes(table));
  }

  /// The observer that hears events in the form that the client accepts.
  WatchObserver observer(ApiRequest request, ServedType type, WatchObserver observer) {
    return wantsTable(request) ? new TableObserver(request, type, observer) : observer;
  }

  /// Tells events whose objects are tables; only the first has column headers.
  private final class TableObserver implements WatchObserver {
    private final ApiRequest request;
    private final ServedType type;
    private final WatchObserver observer;
    private boolean headersSent;

    TableObserver(ApiRequest request, ServedType type, WatchObserver observer) {
      this.request = request;
      this.type = type;
      this.observer = observer;
    }

    @Override
    public void event(String what, byte[] bytes) {
      if (what.equals("ERROR")) {
        observer.event(what, bytes);
        return;
      }
      var object = (ObjectNode) JsonFormat.parse(bytes);
      var table = table(request, type, what.equals("BOOKMARK") ? List.of() : List.of(object));
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
