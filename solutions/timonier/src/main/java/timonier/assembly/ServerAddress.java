package timonier.assembly;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Stream;

/// The address on which the API server listens, and its names for clients on other machines.
///
/// @param bind the address it listens on; `0.0.0.0` for all that this machine has
/// @param port 0 chooses one
/// @param others names and addresses beyond [Credentials#SERVER_ADDRESSES] that its certificate
///   holds
record ServerAddress(String bind, int port, List<String> others) {

  /// An address that only this machine reaches.
  static ServerAddress local(int port) {
    return new ServerAddress("127.0.0.1", port, List.of());
  }

  /// Returns this address, on which a server can listen now.
  ///
  /// @throws CommandFailure if the address is not this machine's, or its port is taken
  ServerAddress requireFree() {
    try (var probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(bind, port));
      return this;
    } catch (IOException e) {
      throw new CommandFailure(
          ("The API server cannot listen on %s:%d: %s. Stop what uses this port, or choose another"
                  + " --port or --bind-address.")
              .formatted(bind, port, CommandFailure.reason(e)),
          e);
    }
  }

  /// All names and addresses in its certificate; no node may have one of them.
  List<String> names() {
    return Stream.concat(Credentials.SERVER_ADDRESSES.stream(), others.stream())
        .distinct()
        .toList();
  }
}
