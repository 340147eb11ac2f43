package timonier.kubelet.sources;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import timonier.kubelet.ports.EnvironmentSource;
import timonier.pods.objects.Json;
import timonier.pods.runtime.RuntimeFailure;

/// Resolves `fieldRef` in a container's environment (Kubernetes' downward API).
public final class FieldReferences implements EnvironmentSource {

  private static final Pattern SUBSCRIPT =
      Pattern.compile("metadata\\.(labels|annotations)\\['(.+)']");

  @Override
  public Optional<String> value(Place at, Json valueFrom) {
    var reference = valueFrom.at("/fieldRef/fieldPath");
    return reference.isMissing() ? Optional.empty() : Optional.of(field(at, reference));
  }

  private static String field(Place at, Json reference) {
    var path = reference.tree().asText();
    var metadata = at.pod().metadata();
    return switch (path) {
      case "metadata.name" -> metadata.name();
      case "metadata.namespace" -> metadata.namespace();
      case "metadata.uid" -> metadata.uid();
      case "spec.nodeName" -> at.pod().spec().nodeName();
      case "spec.serviceAccountName" -> at.pod().spec().serviceAccountName();
      case "status.hostIP", "status.hostIPs" -> at.hostIp();
      case "status.podIP", "status.podIPs" -> at.podIp();
      default -> subscript(path, metadata.labels(), metadata.annotations());
    };
  }

  private static String subscript(
      String path, Map<String, String> labels, Map<String, String> annotations) {
    var match = SUBSCRIPT.matcher(path);
    if (!match.matches()) {
      throw new RuntimeFailure(
          "CreateContainerConfigError", "unsupported fieldPath: %s".formatted(path));
    }
    var from = match.group(1).equals("labels") ? labels : annotations;
    return from.getOrDefault(match.group(2), "");
  }
}
