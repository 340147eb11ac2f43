package timonier.kubelet;

import com.fasterxml.jackson.core.JsonProcessingException;
import timonier.pods.Pod;
import timonier.pods.objects.JsonFormat;

/// Pods for tests.
final class Pods {

  /// A pod, from its document with `'` in place of `"`.
  static Pod of(String json) {
    try {
      return JsonFormat.mapper().readValue(json.replace('\'', '"'), Pod.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// A pod of one container.
  static Pod simple(String name, String policy) {
    return of(
        """
        {'metadata': {'name': '%1$s', 'namespace': 'default', 'uid': 'uid-%1$s'},
         'spec': {'nodeName': 'node', 'restartPolicy': '%2$s', 'terminationGracePeriodSeconds': 5,
          'containers': [{'name': 'main', 'image': 'web'}]}}
        """
            .formatted(name, policy));
  }

  private Pods() {}
}
