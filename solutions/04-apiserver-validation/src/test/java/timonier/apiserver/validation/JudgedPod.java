package timonier.apiserver.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import timonier.apiserver.schema.Defaults;
import timonier.apiserver.schema.GoForm;
import timonier.apiserver.schema.Kinds;
import timonier.apiserver.schema.Schemas;
import timonier.pods.JsonFormat;
import timonier.pods.Pod;
import timonier.pods.ResourceType;
import timonier.pods.Status.Cause;

/// Pods that are judged as the server judges them. Single quotes stand for double ones.
final class JudgedPod {

  private static final ResourceType<?> PODS =
      new ResourceType<>("", "v1", "Pod", "pods", true, List.of(), List.of(), List.of(), Pod.class);
  private static final Schemas SCHEMAS = new Schemas();
  private static final Kinds KINDS = new Kinds();

  private static ObjectNode pod(String spec) {
    var json =
        "{'metadata':{'name':'p'},'spec':{'containers':[{'name':'c','image':'i'}]%s}}"
            .formatted(spec.isEmpty() ? "" : "," + spec)
            .replace('\'', '"');
    var pod = (ObjectNode) JsonFormat.parse(json.getBytes(StandardCharsets.UTF_8));
    Defaults.apply(SCHEMAS.of(PODS), pod);
    GoForm.apply(SCHEMAS.of(PODS), pod);
    return pod;
  }

  /// What is wrong with a pod whose spec has some fields beside a container.
  static List<String> wrong(String spec) {
    return told(Validation.created(KINDS.of(PODS), SCHEMAS.of(PODS), pod(spec)));
  }

  /// What is wrong with a change of these fields.
  static List<String> wrongChange(String before, String after) {
    return told(Validation.updated(KINDS.of(PODS), SCHEMAS.of(PODS), pod(after), pod(before), ""));
  }

  private static List<String> told(List<Cause> causes) {
    return causes.stream().map(cause -> cause.field() + ": " + cause.message()).toList();
  }

  private JudgedPod() {}
}
