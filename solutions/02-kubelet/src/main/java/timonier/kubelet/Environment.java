package timonier.kubelet;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import timonier.kubelet.ports.EnvironmentSource;
import timonier.kubelet.ports.EnvironmentSource.Place;
import timonier.pods.Container;
import timonier.pods.runtime.RuntimeFailure;

/// The environment of a container, and what `$(NAME)` stands for in it.
final class Environment {

  private static final Pattern NAMED = Pattern.compile("\\$\\(([^)]*)\\)");

  private final Map<String, String> variables = new LinkedHashMap<>();

  private Environment() {}

  /// Gathers a container's environment.
  ///
  /// @throws RuntimeFailure with reason `CreateContainerConfigError` if a value cannot be had
  static Environment of(List<EnvironmentSource> sources, Place at) {
    var environment = new Environment();
    sources.forEach(source -> environment.variables.putAll(source.variables(at.pod())));
    for (var variable : at.container().env()) {
      environment.variables.put(variable.name(), environment.value(sources, at, variable));
    }
    return environment;
  }

  private String value(List<EnvironmentSource> sources, Place at, Container.EnvVar variable) {
    if (variable.valueFrom().isEmpty()) {
      return expand(variable.value());
    }
    var from = variable.valueFrom().get();
    return sources.stream()
        .map(source -> source.value(at, from))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(() ->
            new RuntimeFailure(
                "CreateContainerConfigError",
                "env %s: this node cannot provide %s".formatted(variable.name(), from)));
  }

  /// All variables, in the order in which they were defined.
  Map<String, String> variables() {
    return variables;
  }

  /// The first name in a text that stands for no variable; empty if each does.
  Optional<String> unknownIn(String text) {
    var escaped = text.replace("$$", "");
    return NAMED
        .matcher(escaped)
        .results()
        .map(found -> found.group(1))
        .filter(name -> !variables.containsKey(name))
        .findFirst();
  }

  /// Replaces each `$(NAME)` that names a variable.
  String expand(String text) {
    return expand(text, variables);
  }

  /// Replaces each `$(NAME)` that names a variable; others stay as they are. `$$` stands for one
  /// `$`, which begins no name: `$$(NAME)` is the text `$(NAME)`. Inserted values are not expanded
  /// again. (Kubernetes API, `EnvVar.value`.)
  ///
  /// @param text as a container's author wrote it
  /// @param variables by name
  /// @exercise 02-4 Put the values of variables in the place of their names.
  static String expand(String text, Map<String, String> variables) {
    var result = new StringBuilder();
    for (var i = 0; i < text.length(); i++) {
      var end = text.startsWith("$(", i) ? text.indexOf(')', i) : -1;
      if (text.startsWith("$$", i)) {
        result.append('$');
        i++;
      } else if (end != -1 && variables.containsKey(text.substring(i + 2, end))) {
        result.append(variables.get(text.substring(i + 2, end)));
        i = end;
      } else {
        result.append(text.charAt(i));
      }
    }
    return result.toString();
  }
}
