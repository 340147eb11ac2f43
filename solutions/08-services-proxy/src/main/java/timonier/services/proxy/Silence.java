package timonier.services.proxy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Decides from successive looks which processes no longer respond.
///
/// A stopped process is silent at once. Any other is silent when connections wait for it at two
/// looks in a row and it did no work between them. So if looks begin at most `d` apart, a silent
/// process is found within `2d`.
final class Silence {

  /// A process as a look shows it.
  ///
  /// @param stopped whether it was stopped, as by SIGSTOP
  /// @param waits whether connections wait to be accepted by it
  /// @param work how much work it has done so far, in any form: only equality counts
  record Peer(boolean stopped, boolean waits, String work) {}

  /// The work of those processes for which connections waited at the last look.
  private Map<Long, String> worked = Map.of();

  /// Adds a look.
  ///
  /// @param peers the processes, by id
  /// @return the ids of silent processes, ascending
  Set<Long> look(Map<Long, Peer> peers) {
    var silent = new TreeSet<Long>();
    var waiting = new HashMap<Long, String>();
    peers.forEach((pid, peer) -> {
      if (peer.stopped() || (peer.waits() && peer.work().equals(worked.get(pid)))) {
        silent.add(pid);
      }
      if (peer.waits()) {
        waiting.put(pid, peer.work());
      }
    });
    worked = waiting;
    return silent;
  }
}
