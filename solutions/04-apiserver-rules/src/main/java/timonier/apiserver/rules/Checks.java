package timonier.apiserver.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import timonier.apiserver.rules.Check.Maker;

/// The checks that all tables of rules may name.
///
/// General ones are here; the others are next to the tables that name them.
public final class Checks {

  private static final Pattern PATH = Pattern.compile("[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+");

  /// What every table may name, and the rules of selectors of labels, which all kinds have.
  static Area area() {
    return Area.of(Checks.class, List.of("selectors"), List.of(makers(), LabelSelectors.makers()));
  }

  private static Map<String, Maker> makers() {
    var all = new HashMap<String, Maker>();
    all.put("required", why -> Check.evenOfNothing(subject -> required(subject, why)));
    all.put("present", why -> Check.evenOfNothing(subject -> present(subject, why)));
    all.put("one of", Maker.of(Maker::words, Checks::oneOf));
    all.put("always one of", Maker.evenOfNothing(Maker::words, Checks::oneOf));
    all.put("one of, or empty", Maker.of(Maker::words, Checks::oneOfOrEmpty));
    all.put("exactly one of", Maker.evenOfNothing(Maker::words, Checks::exactlyOneOf));
    all.put("only where", Maker.of(Condition::of, Checks::onlyWhere));
    all.put("needed where", Maker.evenOfNothing(Condition::of, Checks::neededWhere));
    all.put("at least", Maker.of(Long::valueOf, Checks::atLeast));
    all.put("at most", Maker.of(Integer::valueOf, Checks::atMost));
    all.put("range", Maker.of(Bounds::of, Checks::range));
    all.put("unique", Maker.of(Maker::words, Checks::unique));
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
    all.put("domain path", Maker.of(Integer::valueOf, Checks::domainPath));
    all.put("qualified name", when -> check(Checks::qualifiedName, when));
    all.put("address", when -> check(Addresses::address, when));
    all.put("relative path", _ -> Check.of(Checks::relativePath));
    return all;
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

  public static void oneOf(Subject subject, List<String> values) {
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
  private static void exactlyOneOf(Subject document, List<String> fields) {
    var there = fields.stream().filter(field -> isThere(document.value().path(field))).count();
    if (there == 0) {
      document
          .causes()
          .required(document.path(), "exactly one of %s is required".formatted(fields));
    } else if (there > 1) {
      document.invalid(
          "exactly one of %s is required, but multiple fields are set".formatted(fields));
    }
  }

  private static boolean isThere(JsonNode value) {
    return !value.isMissingNode() && !(value.isTextual() && value.asText().isEmpty());
  }

  /// What another field of the same document says.
  ///
  /// @param field the other field
  /// @param said its value
  private record Condition(String field, String said) {

    /// Reads a condition, as in `type Queue`.
    static Condition of(String cell) {
      var parts = cell.split(" ", 2);
      return new Condition(parts[0], parts[1]);
    }

    boolean holds(Subject subject) {
      return subject.parent().path(field).asText().equals(said);
    }

    @Override
    public String toString() {
      return "`%s` is '%s'".formatted(field, said);
    }
  }

  private static void onlyWhere(Subject subject, Condition condition) {
    if (!condition.holds(subject)) {
      subject.causes().forbidden(subject.path(), "may only be set where " + condition);
    }
  }

  private static void neededWhere(Subject subject, Condition condition) {
    if (subject.value().isMissingNode() && condition.holds(subject)) {
      subject.causes().required(subject.path(), "must be set where " + condition);
    }
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

  /// The numbers that another must be between, or equal to.
  private record Bounds(long least, long most) {

    /// Reads bounds, as in `1 65535`.
    static Bounds of(String cell) {
      var ends = cell.split(" ", 2);
      return new Bounds(Long.parseLong(ends[0]), Long.parseLong(ends[1]));
    }
  }

  private static void range(Subject subject, Bounds bounds) {
    var value = subject.value();
    if (value.isNumber() && (value.asLong() < bounds.least || value.asLong() > bounds.most)) {
      subject.invalid("must be between %d and %d, inclusive".formatted(bounds.least, bounds.most));
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
          only.duplicate();
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

  public static void qualifiedName(Subject subject) {
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
  public static void relativePath(Subject subject) {
    if (subject.text().startsWith("/")) {
      subject.invalid("must be a relative path");
    }
    noWayUp(subject);
  }

  /// A path that never leaves a folder.
  public static void noWayUp(Subject path) {
    if (List.of(path.text().split("/")).contains("..")) {
      path.invalid("must not contain '..'");
    }
  }

  private Checks() {}
}
