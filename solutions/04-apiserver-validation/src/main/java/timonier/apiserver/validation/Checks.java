package timonier.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The checks that the tables of rules name.
///
/// Those of no kind in particular are here; what belongs to one is beside it, in [PodChecks] and
/// its like.
final class Checks {

  /// What makes a check of its argument in the table.
  interface Maker extends Function<String, Check> {}

  private static final Pattern PATH = Pattern.compile("[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+");

  private static final Map<String, Maker> MAKERS = makers();

  private static Map<String, Maker> makers() {
    var all = new HashMap<String, Maker>();
    all.put("required", why -> Check.evenOfNothing(subject -> required(subject, why)));
    all.put("present", why -> Check.evenOfNothing(subject -> present(subject, why)));
    all.put("one of", values -> Check.of(subject -> oneOf(subject, List.of(values.split(" ")))));
    all.put(
        "always one of",
        values -> Check.evenOfNothing(subject -> oneOf(subject, List.of(values.split(" ")))));
    all.put(
        "one of, or empty",
        values -> Check.of(subject -> oneOfOrEmpty(subject, List.of(values.split(" ")))));
    all.put("exactly one of", fields -> exactly(List.of(fields.split(" "))));
    all.put("only where", where -> Check.of(subject -> onlyWhere(subject, where)));
    all.put("needed where", where -> Check.evenOfNothing(subject -> neededWhere(subject, where)));
    all.put("at least", least -> Check.of(subject -> atLeast(subject, Long.parseLong(least))));
    all.put("at most", most -> Check.of(list -> atMost(list, Integer.parseInt(most))));
    all.put("range", ends -> Check.of(subject -> range(subject, ends)));
    all.put("unique", keys -> Check.of(subject -> unique(subject, List.of(keys.split(" ")))));
    all.put("unchanged", why -> Check.evenOfNothing(subject -> unchanged(subject, why)));
    all.put(
        "forbidden", why -> Check.of(subject -> subject.causes().forbidden(subject.path(), why)));
    all.put("label", _ -> named(Names::label));
    all.put("subdomain", _ -> named(Names::subdomain));
    all.put("port name", _ -> named(Names::port));
    all.put("port number", _ -> named(Names::portNumber));
    all.put("port", _ -> named(Names::portReference));
    all.put("path segment", _ -> named(Names::segment));
    all.put("label value", _ -> named(Names::labelValue));
    all.put("labels", _ -> named(Names::labels));
    all.put("domain path", most -> Check.of(it -> domainPath(it, Integer.parseInt(most))));
    all.put("qualified name", when -> check(Checks::qualifiedName, when));
    all.put("address", when -> check(named(Names::address).judge(), when));
    all.put("relative path", _ -> Check.of(Checks::relativePath));
    makersOfAreas().forEach(all::putAll);
    return all;
  }

  private static List<Map<String, Maker>> makersOfAreas() {
    return List.of(
        SelectorChecks.makers(),
        PodChecks.makers(),
        ContainerChecks.makers(),
        VolumeChecks.makers(),
        WorkloadChecks.makers(),
        JobChecks.makers(),
        AutoscalerChecks.makers(),
        NetworkChecks.makers(),
        DataChecks.makers(),
        ClusterChecks.makers(),
        StorageChecks.makers(),
        CertificateChecks.makers(),
        QuotaChecks.makers(),
        RoleChecks.makers(),
        WebhookChecks.makers());
  }

  /// A check by its name in the table.
  ///
  /// @throws IllegalArgumentException if there is none
  static Check named(String name, String argument) {
    var maker = MAKERS.get(name);
    if (maker == null) {
      throw new IllegalArgumentException("no check is called '" + name + "'");
    }
    return maker.apply(argument);
  }

  private interface NameRule {
    void judge(Causes causes, String path, JsonNode value);
  }

  private static Check named(NameRule rule) {
    return Check.of(subject -> rule.judge(subject.causes(), subject.path(), subject.value()));
  }

  /// A check that may also be made where there is nothing.
  ///
  /// @param when `always` for that; empty otherwise
  private static Check check(Consumer<Subject> judge, String when) {
    return when.equals("always") ? Check.evenOfNothing(judge) : Check.of(judge);
  }

  private static void required(Subject subject, String why) {
    if (!subject.isEmpty()) {
      return;
    }
    if (why.isEmpty()) {
      subject.required();
    } else {
      subject.causes().required(subject.path(), why);
    }
  }

  /// What is there may say nothing.
  private static void present(Subject subject, String why) {
    if (subject.value().isMissingNode()) {
      required(subject, why);
    }
  }

  static void oneOf(Subject subject, List<String> values) {
    if (!values.contains(subject.text())) {
      subject.causes().notSupported(subject.path(), TextNode.valueOf(subject.text()), values);
    }
  }

  private static void oneOfOrEmpty(Subject subject, List<String> values) {
    if (!subject.isEmpty()) {
      oneOf(subject, values);
    }
  }

  /// Of some fields of a document, one is there.
  private static Check exactly(List<String> fields) {
    return Check.evenOfNothing(document -> {
      var there = fields.stream().filter(field -> isThere(document.value().path(field))).count();
      if (there == 0) {
        document
            .causes()
            .required(document.path(), "exactly one of %s is required".formatted(fields));
      } else if (there > 1) {
        document.invalid(
            "exactly one of %s is required, but multiple fields are set".formatted(fields));
      }
    });
  }

  private static boolean isThere(JsonNode value) {
    return !value.isMissingNode() && !(value.isTextual() && value.asText().isEmpty());
  }

  private static void onlyWhere(Subject subject, String where) {
    if (!holds(subject, where)) {
      subject.causes().forbidden(subject.path(), "may only be set where " + said(where));
    }
  }

  private static void neededWhere(Subject subject, String where) {
    if (subject.value().isMissingNode() && holds(subject, where)) {
      subject.causes().required(subject.path(), "must be set where " + said(where));
    }
  }

  /// Whether the field beside a value says what it must, as in `type Queue`.
  private static boolean holds(Subject subject, String where) {
    var parts = where.split(" ", 2);
    return subject.parent().path(parts[0]).asText().equals(parts[1]);
  }

  private static String said(String where) {
    return "`%s` is '%s'".formatted((Object[]) where.split(" ", 2));
  }

  private static void atLeast(Subject subject, long least) {
    if (subject.value().isNumber() && subject.value().asLong() < least) {
      subject.invalid("must be greater than or equal to " + least);
    }
  }

  private static void atMost(Subject list, int most) {
    if (list.value().size() > most) {
      list.causes().tooMany(list.path(), list.value().size(), most);
    }
  }

  private static void range(Subject subject, String ends) {
    var least = Long.parseLong(ends.split(" ")[0]);
    var most = Long.parseLong(ends.split(" ")[1]);
    var value = subject.value();
    if (value.isNumber() && (value.asLong() < least || value.asLong() > most)) {
      subject.invalid("must be between %d and %d, inclusive".formatted(least, most));
    }
  }

  /// No two elements of a list have the same keys; a key of `.` is the element itself.
  private static void unique(Subject list, List<String> keys) {
    var seen = new HashSet<JsonNode>();
    for (var i = 0; i < list.value().size(); i++) {
      var element = list.element(i);
      if (keys.size() == 1) {
        var only = keys.getFirst().equals(".") ? element : element.field(keys.getFirst());
        if (!only.isEmpty() && !seen.add(only.value())) {
          element.causes().duplicate(only.path(), only.value());
        }
        continue;
      }
      var together = JsonNodeFactory.instance.objectNode();
      keys.forEach(key -> together.set(key, element.value().path(key)));
      if (!seen.add(together)) {
        element.causes().duplicate(element.path(), together);
      }
    }
  }

  private static void unchanged(Subject subject, String why) {
    if (!subject.isUpdate() || subject.value().equals(subject.old())) {
      return;
    }
    if (why.isEmpty()) {
      subject.invalid("field is immutable");
    } else {
      subject.causes().forbidden(subject.path(), why);
    }
  }

  static void qualifiedName(Subject subject) {
    Names.qualified(subject.causes(), subject.path(), subject.text(), subject.text());
  }

  /// A domain and a path, as in `example.com/name`.
  private static void domainPath(Subject subject, int most) {
    var parts = subject.text().split("/", 2);
    if (parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
      subject.invalid("must be a domain-prefixed path (such as \"acme.io/foo\")");
    } else {
      Names.subdomain(subject.causes(), subject.path(), TextNode.valueOf(parts[0]));
      if (!PATH.matcher(parts[1]).matches()) {
        subject.invalid("Invalid path (regex used for validation is '" + PATH + "')");
      }
    }
    if (subject.text().length() > most) {
      subject.causes().tooLong(subject.path(), most);
    }
  }

  /// Below the folder that it is relative to, whatever it says.
  static void relativePath(Subject subject) {
    if (subject.text().startsWith("/")) {
      subject.invalid("must be a relative path");
    }
    noWayUp(subject);
  }

  /// A path that never leaves a folder.
  static void noWayUp(Subject path) {
    if (List.of(path.text().split("/")).contains("..")) {
      path.invalid("must not contain '..'");
    }
  }

  private Checks() {}
}
