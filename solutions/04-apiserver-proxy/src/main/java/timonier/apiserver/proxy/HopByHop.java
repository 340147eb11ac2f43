package timonier.apiserver.proxy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// The headers that are about one connection, and are not passed on to the next (RFC 9110, section
/// 7.6.1).
final class HopByHop {

  private static final List<String> ALWAYS =
      List.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  /// The names of those headers of a message, in lower case.
  ///
  /// @param connection what its header `Connection` says, which names more of them
  static Set<String> names(String connection) {
    var names = new TreeSet<>(ALWAYS);
    for (var name : connection.split("[,\n]", -1)) {
      names.add(name.strip().toLowerCase(Locale.ROOT));
    }
    return names;
  }

  private HopByHop() {}
}
