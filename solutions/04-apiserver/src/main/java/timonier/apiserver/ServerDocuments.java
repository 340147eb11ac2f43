package timonier.apiserver;

import java.util.List;
import timonier.apiserver.openapi.Documents;
import timonier.apiserver.openapi.Metrics;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.RequestPath;
import timonier.apiserver.requests.Verb;
import timonier.store.Backup;
import timonier.store.Store;

/// Answers requests about the server itself: discovery, OpenAPI, health, version, metrics, and a
/// copy of all that is stored.
final class ServerDocuments {

  private final Store store;
  private final ServedTypes types;
  private final Metrics metrics;

  ServerDocuments(Store store, ServedTypes types, Metrics metrics) {
    this.store = store;
    this.types = types;
    this.metrics = metrics;
  }

  /// Answers a request for a path at which there are no objects.
  ///
  /// @throws timonier.pods.objects.ApiException 404 if nothing is there; 405 if it can only be read
  ApiResponse answer(ApiRequest request, RequestPath path) {
    if (request.path().equals(RequestPath.METRICS)) {
      return ApiResponse.of(200, Metrics.MEDIA_TYPE, metrics.text(store.revision()));
    }
    if (request.path().equals(RequestPath.BACKUP)) {
      // everything as it is at one moment, secrets included
      var all = store.snapshot();
      return ApiResponse.of("application/octet-stream", out -> Backup.write(all, out));
    }
    var document =
        types
            .documents()
            .at(request.path(), request.header("accept"))
            .orElseThrow(() -> Route.unknown(path));
    if (document.etag().isEmpty()) {
      return ApiResponse.of(200, document.contentType(), document.body());
    }
    return answer(request, document).with("etag", document.etag());
  }

  private static ApiResponse answer(ApiRequest request, Documents.Document document) {
    return request.header("if-none-match").equals(document.etag())
        ? ApiResponse.of(304, document.contentType(), new byte[0])
        : ApiResponse.of(200, document.contentType(), document.body());
  }

  /// Refuses all methods but GET and HEAD.
  ///
  /// @throws timonier.pods.objects.ApiException 404 or 405
  static void requireReading(ApiRequest request, RequestPath path) {
    if (!List.of("GET", "HEAD").contains(request.method())) {
      throw path.resource().isEmpty() ? Verb.notAllowed() : Route.unknown(path);
    }
  }
}
