package timonier.controllers;

import java.nio.charset.StandardCharsets;
import timonier.pods.Node;
import timonier.pods.Pod;
import timonier.pods.objects.JsonFormat;

/// Objects as tests write them: JSON with single quotes.
final class Written {

  static Pod pod(String json) {
    return as(Pod.class, json);
  }

  static Node node(String json) {
    return as(Node.class, json);
  }

  static ReplicaSet set(String json) {
    return as(ReplicaSet.class, json);
  }

  static ReplicationController replicationController(String json) {
    return as(ReplicationController.class, json);
  }

  private static <T> T as(Class<T> type, String json) {
    return JsonFormat.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), type);
  }

  private Written() {}
}
