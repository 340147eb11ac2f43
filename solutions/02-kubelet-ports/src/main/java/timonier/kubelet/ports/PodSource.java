package timonier.kubelet.ports;

import java.util.List;
import java.util.function.Consumer;
import timonier.kit.loop.EventLoop;
import timonier.pods.Pod;

/// Where a kubelet learns which pods its node should run: the API server, or a folder of manifests.
public interface PodSource {

  /// Calls a listener with the pods that are wanted, now and after every change.
  ///
  /// @param listener is given all of this source's pods each time, first when they are completely
  ///   known: what is missing then is stopped. May be called from any thread
  EventLoop.Cancellable subscribe(Consumer<List<Pod>> listener);
}
