package timonier.apiserver.rules.cluster;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import timonier.apiserver.rules.Causes;
import timonier.apiserver.rules.Check;
import timonier.apiserver.rules.Check.Maker;
import timonier.apiserver.rules.Names;
import timonier.apiserver.rules.Subject;

/// Checks of what a namespace may use, and of what each of its objects may.
final class QuotaChecks {

  private static final Set<String> LIMITED = Set.of("Pod", "Container", "PersistentVolumeClaim");

  private static final Set<String> OF_CONTAINERS =
      Set.of("cpu", "memory", "ephemeral-storage", "storage");

  private static final Set<String> COUNTED =
      Set.of(
          "pods",
          "services",
          "replicationcontrollers",
          "resourcequotas",
          "secrets",
          "configmaps",
          "persistentvolumeclaims",
          "services.nodeports",
          "services.loadbalancers");

  private static final Set<String> OF_PODS =
      Set.of(
          "cpu",
          "memory",
          "requests.cpu",
          "requests.memory",
          "limits.cpu",
          "limits.memory",
          "pods");

  private static final Set<String> MEASURED =
      Set.of(
          "cpu",
          "memory",
          "ephemeral-storage",
          "requests.cpu",
          "requests.memory",
          "requests.storage",
          "requests.ephemeral-storage",
          "limits.cpu",
          "limits.memory",
          "limits.ephemeral-storage");

  private static final Set<String> SCOPES =
      Set.of(
          "Terminating",
          "NotTerminating",
          "BestEffort",
          "NotBestEffort",
          "PriorityClass",
          "CrossNamespacePodAffinity",
          "VolumeAttributesClass");

  /// Scopes that no object is in at once.
  private static final List<Set<String>> CONFLICTING =
      List.of(Set.of("BestEffort", "NotBestEffort"), Set.of("Terminating", "NotTerminating"));

  /// Scopes that have no values to choose from.
  private static final Set<String> WITHOUT_VALUES =
      Set.of(
          "BestEffort",
          "NotBestEffort",
          "Terminating",
          "NotTerminating",
          "CrossNamespacePodAffinity");

  /// The checks by their names in the table.
  static Map<String, Maker> makers() {
    return Map.of(
        "limits", _ -> Check.of(QuotaChecks::limits),
        "limit", _ -> Check.evenOfNothing(QuotaChecks::limit),
        "quota amounts", _ -> Check.of(QuotaChecks::amounts),
        "quota scopes", _ -> Check.evenOfNothing(QuotaChecks::scopes),
        "quota scope selector", _ -> Check.of(QuotaChecks::scopeSelector));
  }

  /// Each type of object has one set of limits.
  private static void limits(Subject limits) {
    var seen = new HashSet<String>();
    for (var i = 0; i < limits.value().size(); i++) {
      var type = limits.element(i).field("type");
      if (!seen.add(type.text())) {
        type.duplicate();
      }
    }
  }

  private static void limit(Subject limit) {
    var type = limit.field("type");
    standardOrQualified(
        type, type.text(), LIMITED, "must be a standard limit type or fully qualified");
    var fields = List.of("max", "min", "default", "defaultRequest", "maxLimitRequestRatio");
    var resources = new TreeSet<String>();
    for (var name : fields) {
      var amounts = limit.field(name);
      if (type.text().equals("Pod") && name.startsWith("default") && !amounts.isEmpty()) {
        amounts.causes().forbidden(amounts.path(), "may not be specified when `type` is 'Pod'");
        continue;
      }
      amounts
          .value()
          .fieldNames()
          .forEachRemaining(resource -> {
            resources.add(resource);
            resource(
                amounts.entry(resource), resource, !type.text().equals("PersistentVolumeClaim"));
          });
    }
    if (type.text().equals("PersistentVolumeClaim")
        && !limit.value().path("min").has("storage")
        && !limit.value().path("max").has("storage")) {
      limit
          .causes()
          .required(
              limit.path() + ".limits",
              "either minimum or maximum storage value is required, but neither was provided");
    }
    resources.forEach(resource -> new Bounds(limit, resource).judge());
  }

  private static void standardOrQualified(
      Subject told, String name, Set<String> standard, String why) {
    Names.qualified(told.causes(), told.path(), name, name);
    if (!name.contains("/") && !standard.contains(name)) {
      told.causes().invalid(told.path(), name, why);
    }
  }

  private static void resource(Subject amount, String name, boolean isOfContainers) {
    if (isOfContainers && !name.startsWith("hugepages-")) {
      standardOrQualified(
          amount, name, OF_CONTAINERS, "must be a standard resource for containers");
    } else {
      Names.qualified(amount.causes(), amount.path(), name, name);
    }
  }

  /// What is said of one resource of one type of object.
  ///
  /// @param limit all that is said of the type
  /// @param resource the resource
  private record Bounds(Subject limit, String resource) {

    void judge() {
      atMost("min", "max", "min");
      atMost("min", "defaultRequest", "defaultRequest");
      atMost("defaultRequest", "max", "defaultRequest");
      atMost("defaultRequest", "default", "defaultRequest");
      atMost("min", "default", "default");
      atMost("default", "max", "default");
      ratio();
    }

    private Optional<BigDecimal> amount(String field) {
      return Optional.of(limit.field(field).entry(resource))
          .filter(amount -> !amount.value().isMissingNode())
          .map(amount -> amount.quantity().value());
    }

    private void tell(String field, String why) {
      limit.field(field).entry(resource).invalid(why);
    }

    /// @param told the field that is reported as wrong
    private void atMost(String less, String more, String told) {
      var small = amount(less);
      var large = amount(more);
      if (small.isPresent() && large.isPresent() && small.get().compareTo(large.get()) > 0) {
        tell(
            told,
            "%s value %s is greater than %s value %s"
                .formatted(
                    said(less),
                    limit.value().path(less).path(resource).asText(),
                    said(more),
                    limit.value().path(more).path(resource).asText()));
      }
    }

    private static String said(String field) {
      return field.equals("defaultRequest") ? "default request" : field;
    }

    /// A limit is at most so many times the request.
    private void ratio() {
      var told = amount("maxLimitRequestRatio");
      if (told.isEmpty()) {
        return;
      }
      var ratio = told.get().doubleValue();
      var text = limit.value().path("maxLimitRequestRatio").path(resource).asText();
      if (ratio < 1) {
        tell("maxLimitRequestRatio", "ratio %s is less than 1".formatted(text));
      }
      var min = amount("min");
      var max = amount("max");
      if (min.isPresent() && max.isPresent()) {
        var most = max.get().doubleValue() / min.get().doubleValue();
        if (ratio > most) {
          tell(
              "maxLimitRequestRatio",
              "ratio %s is greater than max/min = %f".formatted(text, most));
        }
      }
    }
  }

  private static void amounts(Subject hard) {
    for (var entry : hard.value().properties()) {
      var amount = hard.entry(entry.getKey());
      var name = entry.getKey();
      Names.qualified(amount.causes(), amount.path(), name, name);
      if (!name.contains("/") && !isStandard(name)) {
        amount.causes().invalid(amount.path(), name, "must be a standard resource for quota");
      }
      var value = amount.quantity().value();
      if (value.signum() < 0) {
        amount.invalid(Causes.NOT_NEGATIVE);
      }
      if (isWhole(name) && value.stripTrailingZeros().scale() > 0) {
        amount.invalid("must be an integer");
      }
    }
  }

  private static boolean isStandard(String resource) {
    return COUNTED.contains(resource)
        || MEASURED.contains(resource)
        || resource.startsWith("hugepages-")
        || resource.startsWith("requests.hugepages-");
  }

  /// What is counted, and what the owners of domains count.
  private static boolean isWhole(String resource) {
    return COUNTED.contains(resource)
        || resource.contains("/")
            && !resource.contains("kubernetes.io/")
            && !resource.startsWith("requests.");
  }

  private static void scopes(Subject spec) {
    var scopes = spec.field("scopes");
    var named = new TreeSet<String>();
    scopes.value().forEach(scope -> named.add(scope.asText()));
    for (var scope : named) {
      if (!SCOPES.contains(scope)) {
        scopes.invalid("unsupported scope");
      }
    }
    applicable(spec, named, scopes);
    if (spec.isUpdate()) {
      var before = new TreeSet<String>();
      scopes.old().forEach(scope -> before.add(scope.asText()));
      if (!before.equals(named)) {
        scopes.invalid("field is immutable");
      }
    }
  }

  /// Each scope has to be one in which the resources can be, and in which objects can be at all.
  private static void applicable(Subject spec, Set<String> named, Subject told) {
    for (var scope : named) {
      spec.value()
          .path("hard")
          .fieldNames()
          .forEachRemaining(resource -> {
            if (isStandard(resource) && !applies(scope, resource)) {
              told.invalid("unsupported scope applied to resource");
            }
          });
    }
    for (var pair : CONFLICTING) {
      if (named.containsAll(pair)) {
        told.invalid("conflicting scopes");
      }
    }
  }

  private static boolean applies(String scope, String resource) {
    return switch (scope) {
      case "BestEffort" -> resource.equals("pods");
      case "VolumeAttributesClass" ->
          resource.equals("persistentvolumeclaims") || resource.equals("requests.storage");
      default -> !SCOPES.contains(scope) || OF_PODS.contains(resource);
    };
  }

  /// Kubernetes tells of its expressions without their numbers.
  private static void scopeSelector(Subject spec) {
    var told = spec.field("scopeSelector").field("matchExpressions");
    var named = new TreeSet<String>();
    for (var expression : told.value()) {
      var scope = expression.path("scopeName").asText();
      var operator = expression.path("operator").asText();
      named.add(scope);
      if (!SCOPES.contains(scope)) {
        tell(told, "scopeName", scope, "unsupported scope");
      }
      if (WITHOUT_VALUES.contains(scope) && !operator.equals("Exists")) {
        tell(
            told,
            "operator",
            operator,
            "must be 'Exist' when scope is any of ResourceQuotaScopeTerminating,"
                + " ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort,"
                + " ResourceQuotaScopeNotBestEffort or"
                + " ResourceQuotaScopeCrossNamespacePodAffinity");
      }
      values(told, operator, expression.path("values").isEmpty());
    }
    applicable(spec, named, told);
  }

  private static void values(Subject told, String operator, boolean isWithout) {
    switch (operator) {
      case "In", "NotIn" -> {
        if (isWithout) {
          told.causes()
              .required(
                  told.path() + ".values",
                  "must be at least one value when `operator` is 'In' or 'NotIn' for scope"
                      + " selector");
        }
      }
      case "Exists", "DoesNotExist" -> {
        if (!isWithout) {
          told.at(told.path() + ".values")
              .invalid(
                  "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope"
                      + " selector");
        }
      }
      default -> tell(told, "operator", operator, "not a valid selector operator");
    }
  }

  private static void tell(Subject expressions, String field, String value, String why) {
    expressions.causes().invalid(expressions.path() + "." + field, value, why);
  }

  private QuotaChecks() {}
}
