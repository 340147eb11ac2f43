package timonier.apiserver.rules.pods;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import timonier.apiserver.rules.Causes;
import timonier.apiserver.rules.Check;
import timonier.apiserver.rules.Check.Maker;
import timonier.apiserver.rules.Names;
import timonier.apiserver.rules.Subject;
import timonier.pods.Quantity;

/// Checks of what a container asks for and may have.
final class ResourceChecks {

  private static final List<String> STANDARD = List.of("cpu", "memory", "ephemeral-storage");
  private static final String HUGE_PAGES = "hugepages-";
  private static final String NOT_STANDARD = "must be a standard resource for containers";

  /// The checks by their names in the table.
  static Map<String, Maker> makers() {
    return Map.of("container resources", _ -> Check.of(ResourceChecks::resources));
  }

  private static void resources(Subject resources) {
    var limits = quantities(resources.field("limits"));
    var requests = quantities(resources.field("requests"));
    limits.forEach((name, value) -> amount(resources.field("limits").entry(name), name, value));
    requests.forEach((name, value) -> amount(resources.field("requests").entry(name), name, value));
    requests(resources, requests, limits);
    var names = new HashSet<>(limits.keySet());
    names.addAll(requests.keySet());
    if (names.stream().anyMatch(name -> name.startsWith(HUGE_PAGES))
        && !names.contains("cpu")
        && !names.contains("memory")) {
      resources.causes().forbidden(resources.path(), "HugePages require cpu or memory");
    }
    claims(resources.field("claims"));
  }

  private static Map<String, Quantity> quantities(Subject amounts) {
    var all = new LinkedHashMap<String, Quantity>();
    amounts.names().forEach(name -> all.put(name, amounts.entry(name).quantity()));
    return all;
  }

  private static void amount(Subject amount, String name, Quantity quantity) {
    name(amount.withText(name));
    var value = quantity.value();
    if (value.signum() < 0) {
      amount.invalid(Causes.NOT_NEGATIVE);
    }
    if (isExtended(name) && value.stripTrailingZeros().scale() > 0) {
      amount.invalid("must be an integer");
    }
    if (name.startsWith(HUGE_PAGES) && !isDivisible(value, name)) {
      amount.invalid("%s is not positive integer multiple of %s".formatted(amount.text(), name));
    }
  }

  /// Huge pages come whole.
  private static boolean isDivisible(BigDecimal value, String name) {
    try {
      var size = Quantity.parse(name.substring(HUGE_PAGES.length())).value();
      return size.signum() > 0 && value.remainder(size).signum() == 0;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static void name(Subject name) {
    var text = name.text();
    Names.qualified(name.causes(), name.path(), text, text);
    if (!text.contains("/")) {
      if (!STANDARD.contains(text) && !text.startsWith(HUGE_PAGES)) {
        name.invalid("must be a standard resource type or fully qualified");
        name.invalid(NOT_STANDARD);
      }
    } else if (!isNative(text) && !isExtended(text)) {
      name.invalid("doesn't follow extended resource name standard");
    }
  }

  private static boolean isNative(String name) {
    return !name.contains("/") || name.contains("kubernetes.io/");
  }

  /// Whether it is something that only those know who offer it, such as `example.com/gpu`.
  private static boolean isExtended(String name) {
    return !isNative(name) && !name.startsWith("requests.");
  }

  /// A request must not exceed its limit; for what cannot be shared, it must equal the limit.
  private static void requests(
      Subject resources, Map<String, Quantity> requests, Map<String, Quantity> limits) {
    requests.forEach((name, request) -> {
      var limit = limits.get(name);
      var isShared = isNative(name) && !name.startsWith(HUGE_PAGES);
      if (limit != null) {
        var order = request.compareTo(limit);
        if (order > 0 || order != 0 && !isShared) {
          unlikeLimit(resources, name, isShared);
        }
      } else if (!isShared) {
        var at = resources.field("limits").path();
        resources.causes().required(at, "Limit must be set for non overcommitable resources");
      }
    });
  }

  private static void unlikeLimit(Subject resources, String name, boolean isShared) {
    var requests = resources.field("requests");
    var limit = resources.field("limits").entry(name).text();
    var bound = isShared ? "less than or equal" : "equal";
    requests
        .causes()
        .invalid(
            requests.path(),
            requests.entry(name).shown(),
            "must be %s to %s limit of %s".formatted(bound, name, limit));
  }

  private static void claims(Subject claims) {
    var names = new HashSet<String>();
    for (var claim : claims.elements()) {
      var name = claim.value().path("name");
      if (name.asText("").isEmpty()) {
        claim.required();
      } else if (!names.add(name.asText())) {
        claim.causes().duplicate(claim.path(), name);
      }
    }
  }

  private ResourceChecks() {}
}
