package timonier.apiserver.openapi;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/// What the server has done so far, in the text format of Prometheus.
public final class Metrics {

  /// The form.
  public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Map<String, LongAdder> requests = new ConcurrentSkipListMap<>();

  /// Counts a request.
  public void count(String method, int code) {
    var labels = "{verb=\"" + method + "\",code=\"" + code + "\"}";
    requests.computeIfAbsent(labels, _ -> new LongAdder()).increment();
  }

  /// The text.
  ///
  /// @param revision of the store
  public byte[] text(long revision) {
    var text = new StringBuilder("# TYPE apiserver_request_total counter\n");
    requests.forEach((labels, count) ->
        text.append("apiserver_request_total")
            .append(labels)
            .append(' ')
            .append(count.sum())
            .append('\n'));
    text.append("# TYPE apiserver_storage_revision gauge\napiserver_storage_revision ")
        .append(revision)
        .append('\n');
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
