package timonier.apiserver.rules.cluster;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import timonier.apiserver.rules.Check;
import timonier.apiserver.rules.Check.Maker;
import timonier.apiserver.rules.Names;
import timonier.apiserver.rules.Subject;

/// Checks of webhooks and policies that have a say in writes.
final class WebhookChecks {

  private static final Pattern LABEL = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
  private static final String LABEL_RULE =
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an"
          + " alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or"
          + " 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

  /// The versions of what is asked that a webhook must know one of.
  private static final Set<String> REVIEWS = Set.of("v1", "v1beta1");

  /// The checks by their names in the table.
  static Map<String, Maker> makers() {
    return Map.of(
        "webhook name", _ -> Check.of(WebhookChecks::name),
        "webhook client", _ -> Check.evenOfNothing(WebhookChecks::client),
        "webhook service", _ -> Check.evenOfNothing(WebhookChecks::service),
        "policy", _ -> Check.of(WebhookChecks::policy),
        "webhook timeout", _ -> Check.of(WebhookChecks::timeout),
        "review versions", _ -> Check.evenOfNothing(WebhookChecks::reviewVersions),
        "all or some", what -> Check.of(list -> allOrSome(list, what)),
        "resource patterns", _ -> Check.of(WebhookChecks::resources));
  }

  private static void name(Subject name) {
    Names.subdomain(name.causes(), name.path(), name.value());
    if (name.text().split("\\.", -1).length < 3) {
      name.invalid("should be a domain with at least three segments separated by dots");
    }
  }

  private static void client(Subject client) {
    var url = client.value().has("url");
    if (url == client.value().has("service")) {
      client.causes().required(client.path(), "exactly one of url or service is required");
    } else if (url) {
      url(client.field("url"));
    }
  }

  private static void url(Subject url) {
    try {
      var uri = new URI(url.text());
      if (!"https".equals(uri.getScheme())) {
        url.invalid("'https' is the only allowed URL scheme; desired format: https://host[/path]");
      }
      if (uri.getRawAuthority() == null) {
        url.invalid("host must be specified; desired format: https://host[/path]");
      }
      if (uri.getRawUserInfo() != null) {
        url.invalid("user information is not permitted in the URL");
      }
      if (uri.getRawFragment() != null) {
        url.invalid("fragments are not permitted in the URL");
      }
      if (uri.getRawQuery() != null) {
        url.invalid("query parameters are not permitted in the URL");
      }
    } catch (URISyntaxException e) {
      url.causes().required(url.path(), "url must be a valid URL: " + e.getMessage());
    }
  }

  /// Of name and namespace, Kubernetes tells the one where the other is missing.
  private static void service(Subject service) {
    if (service.field("name").isEmpty()) {
      service.field("namespace").required();
    }
    if (service.field("namespace").isEmpty()) {
      service.field("name").required();
    }
    var path = service.field("path");
    if (!path.isEmpty() && !path.text().equals("/")) {
      path(path);
    }
  }

  private static void path(Subject path) {
    if (path.text().equals("//")) {
      path.invalid("segment[0] may not be empty");
      return;
    }
    if (!path.text().startsWith("/")) {
      path.invalid("must start with a '/'");
    }
    var steps = path.text().substring(1).replaceFirst("/$", "").split("/", -1);
    for (var i = 0; i < steps.length; i++) {
      if (steps[i].isEmpty()) {
        path.invalid("segment[%d] may not be empty".formatted(i));
      } else {
        Names.subdomain(path.causes(), path.path(), path.withText(steps[i]).value());
      }
    }
  }

  /// A policy that looks at nothing is none.
  private static void policy(Subject policy) {
    var validations = policy.field("validations");
    if (validations.isEmpty() && policy.field("auditAnnotations").isEmpty()) {
      validations
          .causes()
          .required(
              validations.path(), "validations or auditAnnotations must contain at least one item");
    }
  }

  private static void timeout(Subject seconds) {
    if (seconds.value().asLong() < 1 || seconds.value().asLong() > 30) {
      seconds.invalid("the timeout value must be between 1 and 30 seconds");
    }
  }

  private static void reviewVersions(Subject versions) {
    if (versions.isEmpty()) {
      versions.causes().required(versions.path(), "must specify one of v1, v1beta1");
      return;
    }
    var seen = new HashSet<String>();
    for (var i = 0; i < versions.value().size(); i++) {
      var version = versions.element(i);
      if (!seen.add(version.text())) {
        version.invalid("duplicate version");
      } else if (!LABEL.matcher(version.text()).matches() || version.text().length() > 63) {
        version.invalid(LABEL_RULE);
      }
    }
    if (seen.stream().noneMatch(REVIEWS::contains)) {
      versions.invalid("must include at least one of v1, v1beta1");
    }
  }

  /// A list with `*` in it has nothing else.
  private static void allOrSome(Subject list, String what) {
    for (var element : list.value()) {
      if (element.asText().equals("*") && list.value().size() > 1) {
        list.invalid("if '*' is present, must not specify other " + what);
      }
    }
  }

  /// Resources and what is below them, where `*` stands for all; none is named twice over.
  private static void resources(Subject resources) {
    var wholes = new HashSet<String>();
    var parts = new HashSet<String>();
    var plain = 0;
    var all = 0;
    var everything = 0;
    for (var i = 0; i < resources.value().size(); i++) {
      var resource = resources.element(i);
      var halves = resource.text().split("/", 2);
      if (resource.text().isEmpty()) {
        resource.required();
      } else if (halves.length == 1) {
        all += resource.text().equals("*") ? 1 : 0;
        plain += resource.text().equals("*") ? 0 : 1;
      } else {
        everything += resource.text().equals("*/*") ? 1 : 0;
        overlap(resource, wholes.contains(halves[0]), halves[0] + "/*");
        overlap(resource, parts.contains(halves[1]), "*/" + halves[1]);
        if (halves[1].equals("*")) {
          wholes.add(halves[0]);
        }
        if (halves[0].equals("*")) {
          parts.add(halves[1]);
        }
      }
    }
    if (everything > 0 && resources.value().size() > 1) {
      resources.invalid("if '*/*' is present, must not specify other resources");
    }
    if (all > 0 && plain > 0) {
      resources.invalid("if '*' is present, must not specify other resources without subresources");
    }
  }

  private static void overlap(Subject resource, boolean isThere, String pattern) {
    if (isThere) {
      resource.invalid(
          "if '%s' is present, must not specify %s".formatted(pattern, resource.text()));
    }
  }

  private WebhookChecks() {}
}
