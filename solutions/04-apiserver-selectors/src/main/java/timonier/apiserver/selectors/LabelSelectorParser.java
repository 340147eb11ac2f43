package timonier.apiserver.selectors;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import timonier.pods.objects.ApiException;

/// Reads label selectors as they stand in a query (`k8s.io/apimachinery/pkg/labels`).
///
/// ```
/// app=web,tier!=db,zone in (a,b),track notin (canary),size>3,size<9,ready,!old
/// ```
final class LabelSelectorParser {

  private static final List<String> SYMBOLS =
      List.of("==", "!=", "=", "!", "(", ")", ",", ">", "<");

  private static final String END = "";

  private final List<String> tokens;
  private int next;

  private LabelSelectorParser(String selector) {
    this.tokens = tokens(selector);
  }

  /// The requirements of a selector; none of an empty one.
  ///
  /// @throws ApiException 400 if it cannot be read
  static List<LabelRequirement> parse(String selector) {
    return new LabelSelectorParser(selector).requirements();
  }

  private static List<String> tokens(String selector) {
    var tokens = new ArrayList<String>();
    for (var at = 0; at < selector.length(); ) {
      if (Character.isWhitespace(selector.charAt(at))) {
        at++;
        continue;
      }
      var token = symbol(selector, at);
      if (token.isEmpty()) {
        token = word(selector, at);
      }
      tokens.add(token);
      at += token.length();
    }
    return tokens;
  }

  private static String symbol(String selector, int at) {
    return SYMBOLS.stream()
        .filter(symbol -> selector.startsWith(symbol, at))
        .findFirst()
        .orElse("");
  }

  private static String word(String selector, int begin) {
    var end = begin;
    while (end < selector.length()
        && !Character.isWhitespace(selector.charAt(end))
        && symbol(selector, end).isEmpty()) {
      end++;
    }
    return selector.substring(begin, end);
  }

  private String peek() {
    return next < tokens.size() ? tokens.get(next) : END;
  }

  private String take() {
    var token = peek();
    next++;
    return token;
  }

  private static boolean isWord(String token) {
    return !token.isEmpty() && !SYMBOLS.contains(token);
  }

  private static ApiException unexpected(String found, String expected) {
    return ApiException.badRequest(
        "unable to parse requirement: found '%s', expected: %s".formatted(found, expected));
  }

  private List<LabelRequirement> requirements() {
    var requirements = new ArrayList<LabelRequirement>();
    while (!peek().equals(END)) {
      requirements.add(requirement().checked());
      var separator = take();
      if (separator.equals(END)) {
        break;
      }
      if (!separator.equals(",")) {
        throw unexpected(separator, "',' or 'end of string'");
      }
      if (!isWord(peek()) && !peek().equals("!")) {
        throw unexpected(peek(), "identifier after ','");
      }
    }
    return requirements;
  }

  private LabelRequirement requirement() {
    var isAbsent = peek().equals("!");
    if (isAbsent) {
      take();
    }
    var key = take();
    if (!isWord(key)) {
      throw unexpected(key, isAbsent ? "identifier" : "!, identifier, or 'end of string'");
    }
    if (isAbsent) {
      return new LabelRequirement(key, "DoesNotExist", List.of());
    }
    if (peek().equals(END) || peek().equals(",")) {
      return new LabelRequirement(key, "Exists", List.of());
    }
    var operator = take();
    return switch (operator) {
      case "in" -> new LabelRequirement(key, "In", set());
      case "notin" -> new LabelRequirement(key, "NotIn", set());
      case "=", "==" -> new LabelRequirement(key, "In", List.of(value()));
      case "!=" -> new LabelRequirement(key, "NotIn", List.of(value()));
      case ">" -> new LabelRequirement(key, "Gt", List.of(value()));
      case "<" -> new LabelRequirement(key, "Lt", List.of(value()));
      default -> throw unexpected(operator, "in, notin, =, ==, !=, gt, lt");
    };
  }

  private String value() {
    if (peek().equals(END) || peek().equals(",")) {
      return "";
    }
    var value = take();
    if (!isWord(value)) {
      throw unexpected(value, "identifier");
    }
    return value;
  }

  /// The values between brackets; nothing between commas is an empty value.
  private List<String> set() {
    var begin = take();
    if (!begin.equals("(")) {
      throw unexpected(begin, "'('");
    }
    var values = new TreeSet<String>();
    if (peek().equals(")")) {
      take();
      return List.of();
    }
    while (true) {
      values.add(isWord(peek()) ? take() : "");
      var separator = take();
      if (separator.equals(")")) {
        return List.copyOf(values);
      }
      if (!separator.equals(",")) {
        throw unexpected(separator, "',' or ')'");
      }
    }
  }
}
