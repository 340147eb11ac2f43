package timonier.apiserver;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import timonier.store.Store;

/// What the server has done so far, in the text format of Prometheus.
final class Metrics {

  private static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Map<String, LongAdder> requests = new ConcurrentSkipListMap<>();
  private final Store store;

  Metrics(Store store) {
    this.store = store;
  }

  /// Counts a request.
  void count(ApiRequest request, ApiResponse response) {
    var labels = "{verb=\"" + request.method() + "\",code=\"" + response.code() + "\"}";
    requests.computeIfAbsent(labels, _ -> new LongAdder()).increment();
  }

  ApiResponse response() {
    var text = new StringBuilder("# TYPE apiserver_request_total counter\n");
    requests.forEach((labels, count) ->
        text.append("apiserver_request_total")
            .append(labels)
            .append(' ')
            .append(count.sum())
            .append('\n'));
    text.append("# TYPE apiserver_storage_revision gauge\napiserver_storage_revision ")
        .append(store.revision())
        .append('\n');
    return ApiResponse.of(200, MEDIA_TYPE, text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
