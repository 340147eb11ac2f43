package timonier.apiserver.rules.cluster;

import java.util.List;
import java.util.Map;
import timonier.apiserver.rules.Causes;
import timonier.apiserver.rules.Check;
import timonier.apiserver.rules.Check.Maker;
import timonier.apiserver.rules.Names;
import timonier.apiserver.rules.Subject;

/// Checks of roles and of who has them.
final class RoleChecks {

  private static final String GROUP = "rbac.authorization.k8s.io";

  /// The checks by their names in the table.
  static Map<String, Maker> makers() {
    return Map.of(
        "role rule", scope -> Check.evenOfNothing(rule -> rule(rule, scope)),
        "role holder", scope -> Check.evenOfNothing(holder -> holder(holder, scope)),
        "role chosen", Maker.evenOfNothing(Maker::words, RoleChecks::chosen),
        "selects roles", _ -> Check.of(RoleChecks::selectsRoles));
  }

  /// A rule is about resources or about paths, and says what may be done with them.
  private static void rule(Subject rule, String scope) {
    require(rule.field("verbs"), "verbs must contain at least one value");
    var paths = rule.field("nonResourceURLs");
    if (paths.isEmpty()) {
      require(rule.field("apiGroups"), "resource rules must supply at least one api group");
      require(rule.field("resources"), "resource rules must supply at least one resource");
      return;
    }
    if (scope.equals("namespace")) {
      paths.invalid("namespaced rules cannot apply to non-resource URLs");
    }
    var isOfResources =
        List.of("apiGroups", "resources", "resourceNames").stream()
            .anyMatch(name -> !rule.field(name).isEmpty());
    if (isOfResources) {
      paths.invalid("rules cannot apply to both regular resources and non-resource URLs");
    }
  }

  private static void require(Subject field, String why) {
    if (field.isEmpty()) {
      field.causes().required(field.path(), why);
    }
  }

  private static void holder(Subject holder, String scope) {
    var name = holder.field("name");
    if (name.isEmpty()) {
      name.required();
    }
    var group = holder.field("apiGroup");
    var kind = holder.field("kind");
    switch (kind.text()) {
      case "ServiceAccount" -> {
        if (!name.isEmpty()) {
          Names.subdomain(name.causes(), name.path(), name.value());
        }
        supported(group, List.of(""));
        if (scope.equals("cluster")) {
          require(holder.field("namespace"), "");
        }
      }
      case "User", "Group" -> supported(group, List.of(GROUP));
      default -> supported(kind, List.of("ServiceAccount", "User", "Group"));
    }
  }

  private static void supported(Subject field, List<String> values) {
    if (!values.contains(field.text())) {
      field.notSupported(values);
    }
  }

  /// Which role is given; a binding that gave another one later would be another binding.
  private static void chosen(Subject role, List<String> kinds) {
    supported(role.field("apiGroup"), List.of(GROUP));
    supported(role.field("kind"), kinds);
    var name = role.field("name");
    if (name.isEmpty()) {
      name.required();
    } else {
      Names.segment(name.causes(), name.path(), name.value());
    }
    if (role.isUpdate() && !role.value().equals(role.old())) {
      role.invalid("cannot change roleRef");
    }
  }

  /// Which roles are put together into another.
  private static void selectsRoles(Subject selector) {
    var labels = new Causes();
    Names.labels(labels, "", selector.value().path("matchLabels"));
    if (!labels.found().isEmpty()) {
      selector.invalid("invalid label selector.");
    }
  }

  private RoleChecks() {}
}
