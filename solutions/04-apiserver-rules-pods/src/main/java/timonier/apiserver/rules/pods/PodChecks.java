package timonier.apiserver.rules.pods;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import timonier.apiserver.rules.Check;
import timonier.apiserver.rules.Check.Maker;
import timonier.apiserver.rules.Checks;
import timonier.apiserver.rules.Names;
import timonier.apiserver.rules.Subject;

/// Checks of pods as a whole: what they tolerate, how they find names, as whom they run.
final class PodChecks {

  private static final int NAMESERVERS = 3;
  private static final int SEARCHES = 32;
  private static final int SEARCHED = 2048;

  private static final String SYSCTL_PART = "[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
  private static final String SYSCTL_FORM = "(" + SYSCTL_PART + "[./])*" + SYSCTL_PART;
  private static final Pattern SYSCTL = Pattern.compile(SYSCTL_PART);

  /// The most that names of the DNS have, and of settings of the kernel.
  private static final int NAME_LENGTH = 253;

  private static final Pattern SEARCH =
      Pattern.compile("_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*+");

  private static final String OF_NO_KEY =
      "operator must be Exists when `key` is empty, which means \"match all values and all keys\"";

  private static final String ONLY_WHEN_EVICTED =
      "effect must be 'NoExecute' when `tolerationSeconds` is set";

  /// The checks by their names in the table.
  static Map<String, Maker> makers() {
    var all = new HashMap<String, Maker>();
    all.put("toleration", _ -> Check.evenOfNothing(PodChecks::toleration));
    all.put("dns", _ -> Check.evenOfNothing(PodChecks::dns));
    all.put("dns search", _ -> Check.of(PodChecks::search));
    all.put("sysctl name", _ -> Check.of(PodChecks::sysctlName));
    all.put("host namespaces", _ -> Check.evenOfNothing(PodChecks::hostNamespaces));
    all.put("tokens need an account", _ -> Check.of(PodChecks::tokensNeedAnAccount));
    all.put("one claim", _ -> Check.evenOfNothing(PodChecks::oneClaim));
    all.put("scheduling gates", _ -> Check.of(PodChecks::gates));
    all.put("pod update", _ -> Check.evenOfNothing(PodUpdate::judge));
    return all;
  }

  private static void toleration(Subject toleration) {
    var key = toleration.field("key");
    var operator = toleration.field("operator");
    if (!key.isEmpty()) {
      Checks.qualifiedName(key);
    } else if (!operator.text().equals("Exists")) {
      toleration.causes().invalid(operator.path(), operator.text(), OF_NO_KEY);
    }
    var effect = toleration.field("effect");
    if (toleration.value().has("tolerationSeconds") && !effect.text().equals("NoExecute")) {
      toleration.causes().invalid(effect.path(), effect.text(), ONLY_WHEN_EVICTED);
    }
    if (!toleration.field("value").isEmpty()) {
      toleratedValue(toleration, operator);
    }
  }

  /// Kubernetes tells of the operator what is wrong with the value.
  private static void toleratedValue(Subject toleration, Subject operator) {
    switch (operator.text()) {
      case "", "Equal" -> {
        var value = toleration.field("value").value();
        Names.labelValue(toleration.causes(), operator.path(), value);
      }
      case "Exists" ->
          toleration
              .causes()
              .invalid(
                  operator.path(),
                  toleration.value(),
                  "value must be empty when `operator` is 'Exists'");
      default -> {}
    }
  }

  /// Sees the document of the pod: what its policy needs depends on its configuration.
  private static void dns(Subject spec) {
    var config = spec.field("dnsConfig");
    var servers = config.field("nameservers");
    if (spec.field("dnsPolicy").text().equals("None")) {
      if (!spec.value().has("dnsConfig")) {
        spec.causes().required(config.path(), "must provide `dnsConfig` when `dnsPolicy` is None");
      } else if (servers.isEmpty()) {
        spec.causes()
            .required(
                servers.path(),
                "must provide at least one DNS nameserver when `dnsPolicy` is None");
      }
    }
    sizes(servers, config.field("searches"));
    for (var option : config.field("options").elements()) {
      if (option.field("name").isEmpty()) {
        option.causes().required(option.path(), "must not be empty");
      }
    }
  }

  /// The resolvers of the containers read no more.
  private static void sizes(Subject servers, Subject searches) {
    if (servers.value().size() > NAMESERVERS) {
      servers.invalid("must not have more than " + NAMESERVERS + " nameservers");
    }
    if (searches.value().size() > SEARCHES) {
      searches.invalid("must not have more than " + SEARCHES + " search paths");
    }
    var length = searches.value().valueStream().mapToInt(path -> path.asText().length() + 1).sum();
    if (length - 1 > SEARCHED) {
      searches.invalid(
          "must not have more than %d characters (including spaces) in the search list"
              .formatted(SEARCHED));
    }
  }

  /// A domain that names are looked up in: it may have underscores, and end with a dot.
  private static void search(Subject domain) {
    var text = domain.text();
    var relative = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    if (text.equals(".")) {
      return;
    }
    if (relative.length() > NAME_LENGTH || !SEARCH.matcher(relative).matches()) {
      domain.invalid(
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_',"
              + " '-' or '.', and must start and end with an alphanumeric character, or start with"
              + " an underscore");
    }
  }

  private static void sysctlName(Subject name) {
    // part by part: an expression would need a stack as deep as there are parts
    var isForm = Stream.of(name.text().split("[./]", -1)).allMatch(SYSCTL.asMatchPredicate());
    if (name.text().length() > NAME_LENGTH || !isForm) {
      name.invalid(
          "must have at most %d characters and match regex ^%s$"
              .formatted(NAME_LENGTH, SYSCTL_FORM));
    }
  }

  private static void hostNamespaces(Subject spec) {
    if (spec.field("shareProcessNamespace").value().asBoolean()
        && spec.field("hostPID").value().asBoolean()) {
      spec.causes()
          .invalid(
              spec.path() + ".securityContext.shareProcessNamespace",
              spec.field("shareProcessNamespace").shown(),
              "ShareProcessNamespace and HostPID cannot both be enabled");
    }
    if (spec.value().path("hostUsers").asBoolean(true)) {
      return;
    }
    for (var namespace : List.of("hostNetwork", "hostPID", "hostIPC")) {
      if (spec.field(namespace).value().asBoolean()) {
        spec.causes().forbidden(spec.field(namespace).path(), "when `hostUsers` is false");
      }
    }
  }

  /// A token is that of the pod's account.
  private static void tokensNeedAnAccount(Subject spec) {
    if (!spec.field("serviceAccountName").isEmpty()) {
      return;
    }
    for (var volume : spec.field("volumes").elements()) {
      for (var source : volume.field("projected").field("sources").elements()) {
        if (source.value().has("serviceAccountToken")) {
          source
              .causes()
              .forbidden(
                  source.field("serviceAccountToken").path(),
                  "must not be specified when serviceAccountName is not set");
        }
      }
    }
  }

  private static void oneClaim(Subject claim) {
    var hasClaim = claim.value().has("resourceClaimName");
    if (hasClaim == claim.value().has("resourceClaimTemplateName")) {
      claim.invalid(
          hasClaim
              ? "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified"
              : "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`");
    }
  }

  private static void gates(Subject gates) {
    var seen = new HashMap<String, Integer>();
    for (var gate : gates.elements()) {
      var name = gate.field("name");
      Names.qualified(gate.causes(), gate.path(), name.text(), name.text());
      if (seen.merge(name.text(), 1, Integer::sum) > 1) {
        gate.causes().duplicate(gate.path(), name.shown());
      }
    }
  }

  private PodChecks() {}
}
