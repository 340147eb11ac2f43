package timonier.apiserver.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Status;

/// Checks the options of requests, besides their documents.
public final class Options {

  /// The longest name of a field manager.
  private static final int LONGEST_MANAGER = 128;

  private static final String MATCH = "resourceVersionMatch";
  private static final String EXACT = "Exact";
  private static final String NOT_OLDER = "NotOlderThan";

  /// How the words about a fault begin, and what it is called.
  private static final Map<String, String> REASONS =
      Map.of(
          "Forbidden", "FieldValueForbidden",
          "Unsupported value", "FieldValueNotSupported",
          "Required value", "FieldValueRequired",
          "Too long", "FieldValueTooLong");

  /// The number that an option says.
  ///
  /// @throws ApiException 400 if it is none, in Go's words, which Kubernetes passes on
  public static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      var why = text.matches("[+-]?\\d+") ? "value out of range" : "invalid syntax";
      throw ApiException.badRequest("strconv.ParseInt: parsing \"%s\": %s".formatted(text, why));
    }
  }

  /// Checks those options of a list or a watch that are numbers, also where they say nothing.
  ///
  /// @param parameters the client's, by name
  /// @throws ApiException 400 if one is none
  public static void checkNumbers(Function<String, Optional<String>> parameters) {
    List.of("limit", "timeoutSeconds")
        .forEach(name -> parameters.apply(name).ifPresent(Options::number));
  }

  /// What is wrong with one option.
  ///
  /// @param field its name
  /// @param why what is wrong, as in `Forbidden: …`
  public record Fault(String field, String why) {

    private Status.Cause cause() {
      var reason = REASONS.getOrDefault(why.split(":", 2)[0], "FieldValueInvalid");
      return new Status.Cause(reason, why, field);
    }

    private String words() {
      return field + ": " + why;
    }
  }

  /// Checks the options of a watch: `sendInitialEvents` needs a `resourceVersionMatch`, which must
  /// be `NotOlderThan`.
  ///
  /// @param isSaid whether `sendInitialEvents` is there
  /// @param match `resourceVersionMatch`
  /// @param isContinued whether `continue` is there
  /// @throws ApiException 422 if they do not go together
  public static void checkWatch(boolean isSaid, Optional<String> match, boolean isContinued) {
    var faults = new ArrayList<Fault>();
    if (isSaid && !match.equals(Optional.of(NOT_OLDER))) {
      faults.add(
          new Fault(
              MATCH,
              "Forbidden: sendInitialEvents requires setting resourceVersionMatch to"
                  + " NotOlderThan"));
    }
    if (!isSaid && match.isPresent()) {
      faults.add(
          new Fault(
              MATCH,
              "Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is"
                  + " provided"));
    }
    match
        .filter(wanted -> !wanted.equals(NOT_OLDER))
        .ifPresent(wanted -> faults.add(unsupported(MATCH, wanted, "\"NotOlderThan\"")));
    if (match.isPresent() && isContinued) {
      faults.add(continued());
    }
    require("ListOptions", faults);
  }

  /// Checks the options of a list: `resourceVersionMatch` needs a `resourceVersion`, and does not
  /// go with `continue`.
  ///
  /// @param isSaid whether `sendInitialEvents` is there
  /// @param match `resourceVersionMatch`
  /// @param version `resourceVersion`; empty if it is not there
  /// @param isContinued whether `continue` is there
  /// @throws ApiException 422 if they do not go together
  public static void checkList(
      boolean isSaid, Optional<String> match, String version, boolean isContinued) {
    var faults = new ArrayList<Fault>();
    if (match.isPresent() && version.isEmpty()) {
      faults.add(
          new Fault(
              MATCH,
              "Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided"));
    }
    if (match.isPresent() && isContinued) {
      faults.add(continued());
    }
    match
        .filter(wanted -> !List.of(EXACT, NOT_OLDER).contains(wanted))
        .ifPresent(
            wanted -> faults.add(unsupported(MATCH, wanted, "\"Exact\", \"NotOlderThan\", \"\"")));
    if (match.equals(Optional.of(EXACT)) && version.equals("0")) {
      faults.add(
          new Fault(
              MATCH,
              "Forbidden: resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
    }
    if (isSaid) {
      faults.add(
          new Fault("sendInitialEvents", "Forbidden: sendInitialEvents is forbidden for list"));
    }
    require("ListOptions", faults);
  }

  private static Fault continued() {
    return new Fault(
        MATCH, "Forbidden: resourceVersionMatch is forbidden when continue is provided");
  }

  /// The fault of an option that has only a few values.
  ///
  /// @param supported these values, quoted, between commas
  public static Fault unsupported(String field, String value, String supported) {
    return new Fault(
        field, "Unsupported value: \"%s\": supported values: %s".formatted(value, supported));
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

  /// @param kind the options, as in `PatchOptions`
  /// @throws ApiException 422 if there are faults in the options of a request
  public static void require(String kind, List<Fault> faults) {
    if (!faults.isEmpty()) {
      throw invalid(kind, faults);
    }
  }

  /// 422: one option of a request makes no sense.
  ///
  /// @param kind the options, as in `PatchOptions`
  public static ApiException invalid(String kind, String field, String why) {
    return invalid(kind, List.of(new Fault(field, why)));
  }

  private static ApiException invalid(String kind, List<Fault> faults) {
    var causes = faults.stream().map(Fault::cause).toList();
    var words = faults.stream().map(Fault::words).toList();
    var details = new Status.Details("", "meta.k8s.io", kind, "", causes, Optional.empty());
    var message =
        "%s.meta.k8s.io \"\" is invalid: %s"
            .formatted(kind, words.size() == 1 ? words.getFirst() : words);
    return new ApiException(new Status("Failure", message, "Invalid", Optional.of(details), 422));
  }

  private Options() {}
}
