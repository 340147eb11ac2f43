package timonier.apiserver.rules.network;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import timonier.apiserver.rules.Addresses;
import timonier.apiserver.rules.Check;
import timonier.apiserver.rules.Check.Maker;
import timonier.apiserver.rules.Names;
import timonier.apiserver.rules.Subject;

/// Checks of ingresses and their classes.
final class IngressChecks {

  /// What a server would read as another path.
  private static final List<String> DISGUISES = List.of("//", "/./", "/../", "%2f", "%2F");

  private static final List<String> PATH_TYPES =
      List.of("Exact", "ImplementationSpecific", "Prefix");

  /// The checks by their names in the table.
  static Map<String, Maker> makers() {
    return Map.of(
        "ingress", _ -> Check.evenOfNothing(IngressChecks::ingress),
        "ingress class annotation", _ -> Check.of(IngressChecks::annotation),
        "ingress host", _ -> Check.of(IngressChecks::host),
        "certificate host", _ -> Check.of(IngressChecks::certificateHost),
        "ingress path", _ -> Check.of(IngressChecks::path),
        "parameters scope", _ -> Check.of(IngressChecks::scope));
  }

  private static void ingress(Subject spec) {
    if (spec.field("rules").isEmpty() && !spec.value().has("defaultBackend")) {
      spec.invalid("either `defaultBackend` or `rules` must be specified");
    }
    if (spec.value().has("defaultBackend")) {
      backend(spec.field("defaultBackend"));
    }
  }

  /// The older way to choose a class; a new ingress says nothing else with it.
  private static void annotation(Subject ingress) {
    var name = "kubernetes.io/ingress.class";
    var annotation = ingress.value().path("metadata").path("annotations").path(name);
    var chosen = ingress.value().path("spec").path("ingressClassName");
    if (!ingress.isUpdate()
        && annotation.isTextual()
        && chosen.isTextual()
        && !annotation.equals(chosen)) {
      var why = "must match `ingressClassName` when both are specified";
      ingress.causes().invalid("annotations." + name, annotation, why);
    }
  }

  private static void host(Subject host) {
    if (Addresses.parse(host.text()).isPresent()) {
      host.invalid("must be a DNS name, not an IP address");
    }
    certificateHost(host);
  }

  /// A name whose first part may be `*`.
  private static void certificateHost(Subject host) {
    if (host.text().startsWith("*.")) {
      var rest = TextNode.valueOf(host.text().substring(2));
      Names.subdomain(host.causes(), host.path(), rest);
    } else {
      Names.subdomain(host.causes(), host.path(), host.value());
    }
  }

  private static void path(Subject path) {
    var type = path.field("pathType");
    if (type.value().isMissingNode()) {
      type.causes().required(type.path(), "pathType must be specified");
      return;
    }
    var text = path.field("path");
    if (!PATH_TYPES.contains(type.text())) {
      type.notSupported(PATH_TYPES);
    } else if (type.text().equals("ImplementationSpecific")) {
      if (!text.isEmpty() && !text.text().startsWith("/")) {
        text.invalid("must be an absolute path");
      }
    } else {
      plainPath(text);
    }
    backend(path.field("backend"));
  }

  private static void plainPath(Subject path) {
    if (!path.text().startsWith("/")) {
      path.invalid("must be an absolute path");
    }
    for (var part : DISGUISES) {
      if (path.text().contains(part)) {
        path.invalid("must not contain '" + part + "'");
      }
    }
    for (var end : List.of("/..", "/.")) {
      if (path.text().endsWith(end)) {
        path.invalid("cannot end with '" + end + "'");
      }
    }
  }

  private static void backend(Subject backend) {
    var hasService = backend.value().has("service");
    var hasResource = backend.value().has("resource");
    if (hasService && hasResource) {
      wrong(backend, "cannot set both resource and service backends");
    } else if (hasService) {
      service(backend, backend.field("service"));
    } else if (hasResource) {
      resource(backend.field("resource"));
    } else {
      wrong(backend, "resource or service backend is required");
    }
  }

  private static void wrong(Subject subject, String why) {
    subject.causes().invalid(subject.path(), "", why);
  }

  private static void service(Subject backend, Subject service) {
    var name = service.field("name");
    if (name.isEmpty()) {
      name.required();
    } else {
      Names.label(name.causes(), name.path(), name.value());
    }
    var portName = service.field("port").field("name");
    var number = service.field("port").field("number");
    var hasNumber = number.value().asLong() != 0;
    if (!portName.isEmpty() && hasNumber) {
      wrong(backend, "cannot set both port name & port number");
    } else if (!portName.isEmpty()) {
      Names.port(portName.causes(), portName.path(), portName.value());
    } else if (hasNumber) {
      Names.portNumber(number.causes(), number.path(), number.value());
    } else {
      backend.causes().required(backend.path(), "port name or number is required");
    }
  }

  private static void resource(Subject reference) {
    var group = reference.field("apiGroup");
    if (!group.value().isMissingNode()) {
      Names.subdomain(group.causes(), group.path(), group.value());
    }
    for (var field : List.of(reference.field("kind"), reference.field("name"))) {
      if (field.isEmpty()) {
        field.required();
      } else {
        Names.segment(field.causes(), field.path(), field.value());
      }
    }
  }

  /// Only what is looked up in a namespace names one.
  private static void scope(Subject parameters) {
    var namespace = parameters.field("namespace");
    var hasNamespace = !namespace.value().isMissingNode();
    switch (parameters.field("scope").text()) {
      case "Namespace" -> {
        if (hasNamespace) {
          Names.label(namespace.causes(), namespace.path(), namespace.value());
        } else {
          var why = "`parameters.scope` is set to 'Namespace'";
          namespace.causes().required(namespace.path(), why);
        }
      }
      case "Cluster" -> {
        if (hasNamespace) {
          var why = "`parameters.scope` is set to 'Cluster'";
          namespace.causes().forbidden(namespace.path(), why);
        }
      }
      default -> {}
    }
  }

  private IngressChecks() {}
}
