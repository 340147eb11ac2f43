package timonier.kubelet.containers;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.pods.runtime.ContainerRuntime;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;
import timonier.pods.runtime.ContainerRuntime.LogOptions;
import timonier.pods.runtime.ContainerRuntime.State;
import timonier.pods.runtime.RuntimeFailure;

/// The termination messages of ended containers: the content of their termination message file, or,
/// under the policy `FallbackToLogsOnError`, the end of their log. (Kubernetes, Determine the
/// reason for pod failure.)
///
/// @param runtime that ran them
/// @param messages the files of their messages
public record LastWords(ContainerRuntime runtime, TerminationMessages messages) {

  /// The label that holds a container's policy, for a kubelet that does not know its pod.
  public static final String POLICY = "io.kubernetes.container.terminationMessagePolicy";

  /// The policy that falls back to the log.
  public static final String FALLBACK = "FallbackToLogsOnError";

  /// The most bytes of a message or of a log in its place, and the most lines of such a log.
  /// Kubernetes has the same limits, so that statuses stay small.
  private static final int MOST = 4096;

  private static final int MOST_OF_LOG = 2048;
  private static final long MOST_LINES = 80;

  /// The messages of all ended containers of a pod.
  ///
  /// @param uid the pod's identity
  /// @param known messages that were read before, which no longer change
  /// @return by container id
  public Map<String, String> of(
      String uid, List<ContainerRecord> containers, Map<String, String> known) {
    var words = new HashMap<String, String>();
    for (var record : containers) {
      if (record.state() == State.EXITED) {
        var before = Optional.ofNullable(known.get(record.id()));
        words.put(record.id(), before.orElseGet(() -> read(uid, record)));
      }
    }
    return words;
  }

  private String read(String uid, ContainerRecord record) {
    var config = record.config();
    var run = new TerminationMessages.Run(uid, config.name(), config.attempt());
    var left = messages.read(run, MOST);
    var speaks = record.exitCode() != 0 && FALLBACK.equals(config.labels().get(POLICY));
    return left.isEmpty() && speaks ? log(record.id()) : left;
  }

  private String log(String id) {
    var lines =
        new LogOptions(false, Optional.of(MOST_LINES), Optional.empty(), false, Optional.empty());
    try {
      var out = new LastBytes(MOST_OF_LOG);
      runtime.logs(id, lines, out);
      return out.text();
    } catch (RuntimeFailure failure) {
      return "Error on reading termination message from logs: " + failure.getMessage();
    }
  }

  /// Keeps the last bytes of what is written.
  private static final class LastBytes extends ByteArrayOutputStream {
    private final int limit;

    LastBytes(int limit) {
      super(2 * limit);
      this.limit = limit;
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      var from = Math.max(0, length - limit);
      super.write(bytes, offset + from, length - from);
      if (count > limit) {
        System.arraycopy(buf, count - limit, buf, 0, limit);
        count = limit;
      }
    }

    @Override
    public synchronized void write(int next) {
      write(new byte[] {(byte) next}, 0, 1);
    }

    String text() {
      return toString(StandardCharsets.UTF_8);
    }
  }
}
