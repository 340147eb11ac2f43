package timonier.kubelet.streams;

import com.fasterxml.jackson.databind.node.ObjectNode;
import timonier.pods.objects.JsonFormat;
import timonier.pods.runtime.RuntimeFailure;

/// The outcome of a session, as clients read it on the channel of errors (`meta/v1 Status`).
public final class Statuses {

  /// A program that ended by itself.
  static byte[] exited(int code) {
    if (code == 0) {
      return JsonFormat.bytes(status("Success"));
    }
    var message = "command terminated with non-zero exit code: exit status " + code;
    var status = status("Failure").put("message", message).put("reason", "NonZeroExitCode");
    status
        .putObject("details")
        .putArray("causes")
        .addObject()
        .put("reason", "ExitCode")
        .put("message", Integer.toString(code));
    return JsonFormat.bytes(status);
  }

  /// A program that could not be reached, or no longer.
  static byte[] failed(RuntimeFailure failure) {
    return internal("error executing command in container: " + failure.getMessage());
  }

  /// A session that broke.
  ///
  /// @param why a sentence for people
  public static byte[] internal(String why) {
    var message = "Internal error occurred: " + why;
    var status = status("Failure").put("message", message).put("reason", "InternalError");
    status.putObject("details").putArray("causes").addObject().put("message", why);
    return JsonFormat.bytes(status.put("code", 500));
  }

  private static ObjectNode status(String word) {
    var status = JsonFormat.mapper().createObjectNode();
    status.putObject("metadata");
    return status.put("status", word);
  }

  private Statuses() {}
}
