package timonier.controllers;

import java.util.List;
import timonier.client.ObjectCache;
import timonier.pods.Pod;

/// The pods of a cache, by their node.
///
/// @param pods the cache
record PodsOfNodes(ObjectCache<Pod> pods) {

  private static final String NODE = "node";

  PodsOfNodes {
    pods.index(NODE, pod -> List.of(pod.spec().nodeName()));
  }

  List<Pod> on(String node) {
    return pods.indexed(NODE, node);
  }
}
