package timonier.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import timonier.pods.Part;

/// Decides whether a pod may be evicted now; disruption budgets (chapter 12) plug in here.
public interface EvictionGuard extends Part.Extension {

  /// Why not; empty if it may.
  Optional<String> refuse(JsonNode pod);
}
