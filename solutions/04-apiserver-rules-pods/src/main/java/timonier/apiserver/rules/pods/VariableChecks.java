package timonier.apiserver.rules.pods;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import timonier.apiserver.rules.Check;
import timonier.apiserver.rules.Check.Maker;
import timonier.apiserver.rules.Names;
import timonier.apiserver.rules.Subject;

/// Checks of where the variables of a container's environment come from.
final class VariableChecks {

  private static final List<String> SOURCES =
      List.of("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef");

  /// The checks by their names in the table.
  static Map<String, Maker> makers() {
    return Map.of(
        "variable name",
        _ -> Check.of(name -> Names.variable(name.causes(), name.path(), name.value())),
        "variable source",
        _ -> Check.of(VariableChecks::source),
        "sources of variables",
        _ -> Check.of(VariableChecks::sources),
        "referenced name",
        _ -> Check.evenOfNothing(VariableChecks::referencedName),
        "config key",
        _ -> Check.of(key -> Names.configKey(key.causes(), key.path(), key.text())),
        "field path",
        Maker.of(Maker::words, DownwardFields::field),
        "resource field",
        _ -> Check.of(DownwardFields::resource));
  }

  private static void source(Subject variable) {
    var source = variable.field("valueFrom");
    if (source.value().isMissingNode()) {
      return;
    }
    var stated = SOURCES.stream().filter(source.value()::has).count();
    if (stated == 0) {
      fault(
          source,
          "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef`"
              + " or `fileKeyRef`");
    } else if (!variable.field("value").isEmpty()) {
      fault(source, "may not be specified when `value` is not empty");
    } else if (stated > 1) {
      fault(source, "may not have more than one field specified at a time");
    }
  }

  /// Tells of a list what is wrong with its elements, as Kubernetes does.
  private static void sources(Subject list) {
    for (var source : list.value()) {
      var isMap = source.has("configMapRef");
      var isSecret = source.has("secretRef");
      if (!isMap && !isSecret) {
        fault(list, "must specify one of: `configMapRef` or `secretRef`");
      } else if (isMap && isSecret) {
        fault(list, "may not have more than one field specified at a time");
      }
    }
  }

  private static void fault(Subject subject, String why) {
    subject.causes().invalid(subject.path(), "", why);
  }

  private static void referencedName(Subject name) {
    Names.subdomain(name.causes(), name.path(), TextNode.valueOf(name.text()));
  }

  private VariableChecks() {}
}
