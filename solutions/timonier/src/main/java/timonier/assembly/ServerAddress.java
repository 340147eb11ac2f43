package timonier.assembly;

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

  /// All names and addresses in its certificate; no node may have one of them.
  List<String> names() {
    return Stream.concat(Credentials.SERVER_ADDRESSES.stream(), others.stream())
        .distinct()
        .toList();
  }
}
