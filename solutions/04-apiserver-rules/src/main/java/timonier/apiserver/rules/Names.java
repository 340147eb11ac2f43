package timonier.apiserver.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What objects, labels, ports and keys may be called (`k8s.io/apimachinery/pkg/util/validation`).
public final class Names {

  private static final String LABEL_FORM = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String SUBDOMAIN_FORM = LABEL_FORM + "(\\." + LABEL_FORM + ")*";
  private static final String QUALIFIED_FORM = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
  private static final String VALUE_FORM = "(" + QUALIFIED_FORM + ")?";
  private static final String KEY_FORM = "[-._a-zA-Z0-9]+";

  private static final Pattern KEY = Pattern.compile(KEY_FORM);
  private static final Pattern PORT = Pattern.compile("[-a-z0-9]+");
  private static final Pattern VARIABLE = Pattern.compile("[ -<>-~]+");

  private static final String LABEL_RULE =
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
          + " must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc',"
          + " regex used for validation is '"
          + LABEL_FORM
          + "')";
  private static final String SUBDOMAIN_RULE =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
          + " used for validation is '"
          + SUBDOMAIN_FORM
          + "')";
  private static final String QUALIFIED_RULE =
      "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
          + " alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for"
          + " validation is '"
          + QUALIFIED_FORM
          + "')";
  private static final String VALUE_RULE =
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
          + " 'my_value',  or '12345', regex used for validation is '"
          + VALUE_FORM
          + "')";
  private static final String KEY_RULE =
      "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g."
          + " 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '"
          + KEY_FORM
          + "')";

  private static final int LABEL_LENGTH = 63;
  private static final int SUBDOMAIN_LENGTH = 253;
  private static final int PORT_LENGTH = 15;

  /// The most that all annotations of an object hold together.
  private static final int ANNOTATIONS = 256 << 10;

  /// What an object is called.
  ///
  /// @param rule `label`, `segment`, `address`; anything else is a subdomain
  public static void object(Causes causes, String at, JsonNode name, String rule) {
    switch (rule) {
      case "label" -> label(causes, at, name);
      case "segment" -> segment(causes, at, name);
      case "address" -> canonicalAddress(causes, at, name);
      default -> subdomain(causes, at, name);
    }
  }

  /// What the names of several objects begin with: what follows may be of any kind, so that it may
  /// end with a dash.
  public static void prefix(Causes causes, String at, String prefix, String rule) {
    var end = prefix.length() - 2;
    var masked =
        prefix.length() > 1 && prefix.endsWith("-") ? prefix.substring(0, end) + "a" : prefix;
    object(causes, at, TextNode.valueOf(masked), rule);
  }

  /// An address, in the one way that all write it.
  private static void canonicalAddress(Causes causes, String at, JsonNode name) {
    var address = Addresses.parse(name.asText());
    if (address.filter(it -> Addresses.text(it).equals(name.asText())).isEmpty()) {
      causes.invalid(at, name, "must be a valid IP address in canonical form");
    }
  }

  /// A part of a path.
  public static void segment(Causes causes, String at, JsonNode name) {
    var text = name.asText();
    if (text.equals(".") || text.equals("..")) {
      causes.invalid(at, name, "may not be '" + text + "'");
    }
    for (var letter : List.of("/", "%")) {
      if (text.contains(letter)) {
        causes.invalid(at, name, "may not contain '" + letter + "'");
      }
    }
  }

  public static void label(Causes causes, String at, JsonNode name) {
    length(causes, at, name.asText(), LABEL_LENGTH);
    if (!isLabel(name.asText())) {
      causes.invalid(at, name, LABEL_RULE);
    }
  }

  public static void subdomain(Causes causes, String at, JsonNode name) {
    length(causes, at, name.asText(), SUBDOMAIN_LENGTH);
    if (!isSubdomain(name.asText())) {
      causes.invalid(at, name, SUBDOMAIN_RULE);
    }
  }

  private static boolean isSubdomain(String name) {
    for (var part : name.split("\\.", -1)) {
      if (!isLabel(part)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLabel(String text) {
    return isWord(text, "-", false);
  }

  private static boolean isQualified(String text) {
    return isWord(text, "-_.", true);
  }

  /// Whether text is of letters and digits, with marks only between them. It is read once: names
  /// are what most of an object consists of.
  private static boolean isWord(String text, String marks, boolean hasCapitals) {
    var last = text.length() - 1;
    for (var i = 0; i <= last; i++) {
      var letter = text.charAt(i);
      var isMark = i > 0 && i < last && marks.indexOf(letter) >= 0;
      if (!isMark && !isLetterOrDigit(letter, hasCapitals)) {
        return false;
      }
    }
    return last >= 0;
  }

  private static boolean isLetterOrDigit(char letter, boolean hasCapitals) {
    return letter >= 'a' && letter <= 'z'
        || letter >= '0' && letter <= '9'
        || hasCapitals && letter >= 'A' && letter <= 'Z';
  }

  private static void length(Causes causes, String at, String name, int limit) {
    if (name.length() > limit) {
      causes.invalid(at, name, "must be no more than " + limit + " bytes");
    }
  }

  public static void labels(Causes causes, String at, JsonNode labels) {
    for (var label : labels.properties()) {
      qualified(causes, at, label.getKey(), label.getKey());
      labelValue(causes, at, label.getValue());
    }
  }

  /// What a label says; it may say nothing.
  public static void labelValue(Causes causes, String at, JsonNode value) {
    length(causes, at, value.asText(), LABEL_LENGTH);
    if (!isQualified(value.asText()) && !value.asText().isEmpty()) {
      causes.invalid(at, value, VALUE_RULE);
    }
  }

  /// The address of a machine, of either version of the protocol.
  public static void address(Causes causes, String at, JsonNode address) {
    if (Addresses.parse(address.asText()).isEmpty()) {
      causes.invalid(at, address, Addresses.NO_ADDRESS);
    }
  }

  public static void annotations(Causes causes, String at, JsonNode annotations) {
    var size = 0;
    for (var annotation : annotations.properties()) {
      qualified(causes, at, annotation.getKey(), annotation.getKey().toLowerCase(Locale.ROOT));
      size += bytes(annotation.getKey()) + bytes(annotation.getValue().asText());
    }
    if (size > ANNOTATIONS) {
      causes.tooLong(at, ANNOTATIONS);
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /// A name that may have a domain before it, as in `example.com/name`.
  ///
  /// @param stated the name as it was written
  /// @param checked what of it counts
  public static void qualified(Causes causes, String at, String stated, String checked) {
    var parts = checked.split("/", -1);
    if (parts.length > 2) {
      causes.invalid(
          at,
          stated,
          "a qualified name "
              + QUALIFIED_RULE
              + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
      return;
    }
    if (parts.length == 2) {
      domain(causes, at, stated, parts[0]);
    }
    var name = parts[parts.length - 1];
    if (name.isEmpty()) {
      causes.invalid(at, stated, "name part must be non-empty");
    } else if (name.length() > LABEL_LENGTH) {
      causes.invalid(at, stated, "name part must be no more than " + LABEL_LENGTH + " bytes");
    }
    if (!isQualified(name)) {
      causes.invalid(at, stated, "name part " + QUALIFIED_RULE);
    }
  }

  private static void domain(Causes causes, String at, String stated, String prefix) {
    if (prefix.isEmpty()) {
      causes.invalid(at, stated, "prefix part must be non-empty");
      return;
    }
    if (prefix.length() > SUBDOMAIN_LENGTH) {
      causes.invalid(at, stated, "prefix part must be no more than " + SUBDOMAIN_LENGTH + " bytes");
    }
    if (!isSubdomain(prefix)) {
      causes.invalid(at, stated, "prefix part " + SUBDOMAIN_RULE);
    }
  }

  /// A port's name (RFC 6335).
  public static void port(Causes causes, String at, JsonNode port) {
    var name = port.asText();
    if (name.length() > PORT_LENGTH) {
      causes.invalid(at, port, "must be no more than " + PORT_LENGTH + " bytes");
    }
    if (!PORT.matcher(name).matches()) {
      causes.invalid(
          at, port, "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    }
    if (name.chars().noneMatch(Character::isLowerCase)) {
      causes.invalid(at, port, "must contain at least one letter (a-z)");
    }
    if (name.contains("--")) {
      causes.invalid(at, port, "must not contain consecutive hyphens");
    }
    if (name.startsWith("-") || name.endsWith("-")) {
      causes.invalid(at, port, "must not begin or end with a hyphen");
    }
  }

  public static void portNumber(Causes causes, String at, JsonNode port) {
    if (port.isNumber() && (port.asLong() < 1 || port.asLong() > 65535)) {
      causes.invalid(at, port, "must be between 1 and 65535, inclusive");
    }
  }

  /// A port by number or name.
  public static void portReference(Causes causes, String at, JsonNode port) {
    if (port.isTextual()) {
      port(causes, at, port);
    } else {
      portNumber(causes, at, port);
    }
  }

  /// A key of a ConfigMap or a Secret, which may become the name of a file.
  public static void configKey(Causes causes, String at, String key) {
    length(causes, at, key, SUBDOMAIN_LENGTH);
    if (!KEY.matcher(key).matches()) {
      causes.invalid(at, key, KEY_RULE);
    } else if (key.equals(".")) {
      causes.invalid(at, key, "may not be '.'");
    } else if (key.equals("..")) {
      causes.invalid(at, key, "may not be '..'");
    } else if (key.startsWith("..")) {
      causes.invalid(at, key, "may not start with '..'");
    }
  }

  public static void variable(Causes causes, String at, JsonNode name) {
    if (!VARIABLE.matcher(name.asText()).matches()) {
      causes.invalid(
          at,
          name,
          "a valid environment variable name must consist only of printable ASCII characters other"
              + " than '='");
    }
  }

  private Names() {}
}
