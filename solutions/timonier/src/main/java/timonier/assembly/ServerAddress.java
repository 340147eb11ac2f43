package timonier.assembly;

import java.util.List;
import java.util.stream.Stream;

/// Where the API server listens, and how clients on other machines name it.
///
/// @param bind the address it listens on; `0.0.0.0` for all that this machine has
/// @param port 0 chooses one
/// @param others names and addresses beyond [Credentials#SERVER_ADDRESSES] that its certificate
///   holds
record ServerAddress(String bind, int port, List<String> others) {

  /// Where only this machine reaches it.
  static ServerAddress local(int port) {
    return new ServerAddress("127.0.0.1", port, List.of());
  }

  /// All names and addresses in its certificate, which are nobody else's.
  List<String> names() {
    return Stream.concat(Credentials.SERVER_ADDRESSES.stream(), others.stream())
        .distinct()
        .toList();
  }
}
