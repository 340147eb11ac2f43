package timonier.apiserver.schema;

import java.util.List;
import java.util.Optional;
import timonier.pods.ApiException;
import timonier.pods.Status;

/// Whether what a request says beside its document makes sense.
public final class Options {

  /// The longest name of a field manager.
  private static final int LONGEST_MANAGER = 128;

  /// Who says whether to begin with what is there also says how fresh that has to be, and can only
  /// say this.
  ///
  /// @param isSaid whether `sendInitialEvents` is there
  /// @param match `resourceVersionMatch`
  /// @throws ApiException 422 if they do not go together
  public static void checkWatch(boolean isSaid, Optional<String> match) {
    if (!isSaid && match.isPresent()) {
      throw invalid(
          "ListOptions",
          "resourceVersionMatch",
          "Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is"
              + " provided");
    }
    if (isSaid && !match.equals(Optional.of("NotOlderThan"))) {
      throw invalid(
          "ListOptions",
          "resourceVersionMatch",
          "Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
    }
  }

  /// 422: an apply has to say by whom.
  ///
  /// @param manager `fieldManager`; empty if it is not there
  public static void checkManager(String manager) {
    if (manager.isEmpty()) {
      throw invalid("PatchOptions", "fieldManager", "Required value: is required for apply patch");
    }
    if (manager.length() > LONGEST_MANAGER) {
      throw invalid("PatchOptions", "fieldManager", "Too long: may not be more than 128 bytes");
    }
  }

  /// 422: the options of a request make no sense.
  ///
  /// @param kind the options, as in `PatchOptions`
  public static ApiException invalid(String kind, String field, String why) {
    var cause = new Status.Cause("FieldValueInvalid", why, field);
    var details = new Status.Details("", "meta.k8s.io", kind, "", List.of(cause), Optional.empty());
    var message = "%s.meta.k8s.io \"\" is invalid: %s: %s".formatted(kind, field, why);
    return new ApiException(new Status("Failure", message, "Invalid", Optional.of(details), 422));
  }

  private Options() {}
}
