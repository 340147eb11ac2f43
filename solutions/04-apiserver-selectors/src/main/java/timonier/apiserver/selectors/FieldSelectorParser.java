package timonier.apiserver.selectors;

import java.util.ArrayList;
import java.util.List;
import timonier.apiserver.schema.Kinds.Kind;
import timonier.pods.objects.ApiException;

/// Reads field selectors as they stand in a query (`k8s.io/apimachinery/pkg/fields`).
///
/// ```
/// spec.nodeName=n1,status.phase!=Failed
/// ```
///
/// A backslash takes commas, equals signs and backslashes for part of a value.
final class FieldSelectorParser {

  private static final List<String> OPERATORS = List.of("!=", "==", "=");

  /// The requirements of a selector; none of an empty one.
  ///
  /// @throws ApiException 400 if it cannot be read, or if the kind has no such field
  static List<FieldRequirement> parse(String selector, Kind kind) {
    var requirements = new ArrayList<FieldRequirement>();
    for (var term : terms(selector)) {
      if (!term.isEmpty()) {
        requirements.add(requirement(selector, term, kind));
      }
    }
    return requirements;
  }

  private static List<String> terms(String selector) {
    var terms = new ArrayList<String>();
    var begin = 0;
    for (var end = 0; end < selector.length(); end++) {
      if (selector.charAt(end) == '\\') {
        end++;
      } else if (selector.charAt(end) == ',') {
        terms.add(selector.substring(begin, end));
        begin = end + 1;
      }
    }
    terms.add(selector.substring(begin));
    return terms;
  }

  private static FieldRequirement requirement(String selector, String term, Kind kind) {
    for (var at = 0; at < term.length(); at++) {
      for (var operator : OPERATORS) {
        if (term.startsWith(operator, at)) {
          var label = term.substring(0, at);
          var value = unescaped(term.substring(at + operator.length()));
          var field = kind.field(label).orElseThrow(() -> unknown(label, kind));
          return new FieldRequirement(field, !operator.equals("!="), value);
        }
      }
    }
    throw ApiException.badRequest(
        "invalid selector: '%s'; can't understand '%s'".formatted(selector, term));
  }

  private static String unescaped(String value) {
    var plain = new StringBuilder();
    for (var at = 0; at < value.length(); at++) {
      var letter = value.charAt(at);
      if (letter == '\\') {
        at++;
        var escaped = at < value.length() ? value.substring(at, at + 1) : "";
        if (escaped.isEmpty() || !"\\,=".contains(escaped)) {
          throw ApiException.badRequest("invalid escape sequence: \\" + escaped);
        }
        plain.append(escaped);
      } else if (letter == '=') {
        throw ApiException.badRequest("invalid selector: unescaped '=' in value '" + value + "'");
      } else {
        plain.append(letter);
      }
    }
    return plain.toString();
  }

  private static ApiException unknown(String label, Kind kind) {
    return ApiException.badRequest(
        kind.hasOwnFields()
            ? "field label not supported: " + label
            : "\"%s\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
                .formatted(label));
  }

  private FieldSelectorParser() {}
}
