package timonier.apiserver.validation;

import com.fasterxml.jackson.databind.node.LongNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import timonier.apiserver.rules.Causes;
import timonier.apiserver.schema.Options;
import timonier.pods.objects.ApiException;

/// What a client wants to see of a log (`core/v1 PodLogOptions`), checked before a kubelet is
/// asked.
public final class LogQuery {

  private static final List<String> FLAGS = List.of("follow", "timestamps", "previous");
  private static final List<String> NUMBERS = List.of("tailLines", "sinceSeconds", "limitBytes");

  /// The query that a kubelet is asked with.
  ///
  /// @param parameters the client's, by name
  /// @param flags which of them say yes
  /// @param pod its name, for messages
  /// @throws ApiException 400 if a value cannot be read, 422 if it makes no sense
  public static String of(
      Function<String, Optional<String>> parameters, Predicate<String> flags, String pod) {
    var causes = new Causes();
    var words = new ArrayList<String>();
    FLAGS.stream().filter(flags).forEach(name -> words.add(name + "=true"));
    for (var name : NUMBERS) {
      parameters
          .apply(name)
          .map(Options::number)
          .ifPresent(value -> {
            words.add(name + "=" + value);
            check(causes, name, value);
          });
    }
    parameters.apply("sinceTime").map(LogQuery::time).ifPresent(words::add);
    if (parameters.apply("sinceTime").isPresent() && parameters.apply("sinceSeconds").isPresent()) {
      causes.forbidden("", "at most one of `sinceTime` or `sinceSeconds` may be specified");
    }
    if (!causes.found().isEmpty()) {
      throw Validation.invalid("PodLogOptions", "", pod, causes.found());
    }
    return String.join("&", words);
  }

  /// The query for the beginning of the log that [#of] would ask for: the kubelet answers it at
  /// once, and refuses it for the same reasons.
  ///
  /// @throws ApiException as [#of]
  public static String beginning(
      Function<String, Optional<String>> parameters, Predicate<String> flags, String pod) {
    var whole = of(parameters, flags, pod);
    return of(
        name -> name.equals("limitBytes") ? Optional.of("1") : parameters.apply(name),
        flags.and(name -> !name.equals("follow")),
        pod);
  }

  private static void check(Causes causes, String name, long value) {
    if (name.equals("tailLines")) {
      causes.negative(name, LongNode.valueOf(value));
    } else if (value < 1) {
      causes.invalid(name, LongNode.valueOf(value), "must be greater than 0");
    }
  }

  private static String time(String text) {
    try {
      var time = OffsetDateTime.parse(text).toString();
      return "sinceTime=" + URLEncoder.encode(time, StandardCharsets.UTF_8);
    } catch (DateTimeException _) {
      throw ApiException.badRequest("parsing time \"%s\": not RFC 3339".formatted(text));
    }
  }

  private LogQuery() {}
}
