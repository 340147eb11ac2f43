package timonier.apiserver.extensions;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import timonier.apiserver.streams.NodeChannels;
import timonier.pods.runtime.ContainerRuntime.Connection;

/// Calls kubelets: the only calls to other components that do not go through the store.
public interface NodeConnection {

  /// Writes a container's log.
  ///
  /// @param node the node, for its address and port
  /// @param pathAndQuery as in `/containerLogs/default/web-1/web?follow=true`
  /// @throws timonier.pods.objects.ApiException if the kubelet refuses or cannot be reached
  void logs(JsonNode node, String pathAndQuery, OutputStream out) throws IOException;

  /// Opens a session with a program or a port of a pod.
  ///
  /// @param node the node, for its address and port
  /// @param pathAndQuery as in `/exec/default/web-1/web?command=ls`
  /// @throws timonier.pods.objects.ApiException if the kubelet cannot be reached
  /// @throws timonier.apiserver.streams.NodeRefusal if it refuses
  NodeChannels open(JsonNode node, String pathAndQuery);

  /// Connects to the kubelet itself, by TLS.
  ///
  /// @param node the node, for its address and port
  /// @throws IOException if the kubelet cannot be reached
  Connection dial(JsonNode node) throws IOException;
}
