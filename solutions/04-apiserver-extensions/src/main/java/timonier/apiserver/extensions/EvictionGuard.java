package timonier.apiserver.extensions;

import timonier.apiserver.requests.Transport;
import timonier.pods.objects.Json;
import timonier.pods.objects.Part;

/// May hold up the eviction of a pod, so that enough of its siblings keep running.
public interface EvictionGuard extends Part.Extension {

  /// Permits the eviction, and records it, or refuses it by an [timonier.pods.objects.ApiException]
  /// with code 429.
  ///
  /// @param pod the pod that would be deleted
  /// @param server where disruption budgets are read and written
  void permit(Json pod, Transport server);
}
