package timonier.apiserver.streams;

/// The way to a kubelet for one request of a client.
public interface NodeStreams {

  /// Opens channels to a program or a port.
  ///
  /// @param query what else the kubelet has to know, as in `port=80`; may be empty
  /// @throws timonier.pods.objects.ApiException if the kubelet cannot be reached
  /// @throws NodeRefusal if it refuses
  NodeChannels open(String query);
}
