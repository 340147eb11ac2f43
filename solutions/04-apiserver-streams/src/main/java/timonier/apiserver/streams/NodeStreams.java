package timonier.apiserver.streams;

import timonier.kubelet.streams.Channels;

/// The way to a kubelet for one request of a client.
public interface NodeStreams {

  /// Channels that a kubelet keeps open.
  interface Session extends Channels {
    /// Ends the session at once; callers that wait for the kubelet fail.
    @Override
    void close();
  }

  /// Opens channels to a program or a port.
  ///
  /// @param query what else the kubelet has to know, as in `port=80`; may be empty
  /// @throws timonier.pods.objects.ApiException if the kubelet cannot be reached
  /// @throws NodeRefusal if it refuses
  Session open(String query);
}
