package timonier.apiserver.rules.pods;

import java.util.List;
import timonier.apiserver.rules.JudgedKinds;

/// Pods that are judged by the rules of pods. Single quotes stand for double ones.
final class JudgedPod {

  private static final JudgedKinds KINDS = new JudgedKinds(PodArea.area());

  private static String pod(String spec) {
    return "'spec':{'containers':[{'name':'c','image':'i'}]%s}"
        .formatted(spec.isEmpty() ? "" : "," + spec);
  }

  /// What is wrong with a pod of this spec.
  static List<String> wrongSpec(String spec) {
    return JudgedKinds.told(KINDS.created("Pod", "'spec':{" + spec + "}"));
  }

  /// What is wrong with a pod whose spec has some fields besides a container.
  static List<String> wrong(String spec) {
    return JudgedKinds.told(KINDS.created("Pod", pod(spec)));
  }

  /// What is wrong with a change of these fields.
  static List<String> wrongChange(String before, String after) {
    return JudgedKinds.told(KINDS.updated("Pod", pod(before), pod(after)));
  }

  private JudgedPod() {}
}
