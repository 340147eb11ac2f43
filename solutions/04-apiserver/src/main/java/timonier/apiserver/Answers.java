package timonier.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import timonier.apiserver.ObjectReader.Listing;
import timonier.kit.loop.EventLoop;
import timonier.pods.JsonFormat;
import timonier.store.Store.Entry;

/// Puts objects and lists into the form that a client accepts: JSON, or a table for people.
final class Answers {

  private final EventLoop loop;

  Answers(EventLoop loop) {
    this.loop = loop;
  }

  /// One object as it is stored.
  ApiResponse object(ApiRequest request, ServedType type, Entry entry) {
    return ApiResponse.json(200, type.splice(entry));
  }

  /// One object after a write, with what the client should know about it.
  ApiResponse written(
      ApiRequest request, ServedType type, int code, ObjectWriter.Written written) {
    return warned(ApiResponse.json(code, JsonFormat.bytes(written.object())), written.warnings());
  }

  private static ApiResponse warned(ApiResponse response, List<String> warnings) {
    if (warnings.isEmpty()) {
      return response;
    }
    return response.with(
        "warning", String.join(", ", warnings.stream().map(Answers::warning).toList()));
  }

  private static String warning(String text) {
    return "299 - \"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /// A list.
  ApiResponse list(ApiRequest request, ServedType type, Listing listing) {
    return ApiResponse.json(200, ObjectReader.bytes(type, listing));
  }

  /// The observer that hears events in the form that the client accepts.
  WatchObserver observer(ApiRequest request, ServedType type, WatchObserver observer) {
    return observer;
  }

  static ObjectNode version(String resourceVersion) {
    return JsonFormat.mapper().createObjectNode().put("resourceVersion", resourceVersion);
  }
}
