package timonier.apiserver.rules.cluster;

import java.util.List;
import timonier.apiserver.rules.JudgedKinds;
import timonier.pods.objects.Status.Cause;

/// Objects that are judged by the rules of clusters. Single quotes stand for double ones.
final class ClusterJudged {

  private static final JudgedKinds KINDS = new JudgedKinds(ClusterArea.area());

  /// The fields that are wrong in a new object.
  static List<String> wrong(String kind, String fields) {
    return JudgedKinds.fields(causes(kind, fields));
  }

  /// What is wrong with a new object.
  static List<Cause> causes(String kind, String fields) {
    return KINDS.created(kind, fields);
  }

  /// The fields that a change makes wrong.
  static List<String> changed(String kind, String before, String after) {
    return JudgedKinds.fields(causesOfChange(kind, before, after));
  }

  /// What a change makes wrong.
  static List<Cause> causesOfChange(String kind, String before, String after) {
    return KINDS.updated(kind, before, after);
  }

  private ClusterJudged() {}
}
