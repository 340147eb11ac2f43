package timonier.services.proxy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Decides, from one look at processes to the next, which of them have fallen silent.
///
/// A stopped process is silent at once. Any other is silent when connections wait for it at two
/// looks in a row and it did nothing at all between them. So of looks that begin at most `d` apart,
/// the second after a process fell silent finds it at the latest: within `2d`.
final class Silence {

  /// What a look shows of a process.
  ///
  /// @param stopped whether it was stopped, as by SIGSTOP
  /// @param waits whether connections wait to be accepted by it
  /// @param work how much it has worked so far, in any form: only equality counts
  record Peer(boolean stopped, boolean waits, String work) {}

  /// Of those for whom connections waited at the last look, how much they had worked.
  private Map<Long, String> worked = Map.of();

  /// Takes in a look.
  ///
  /// @param peers what was seen, by process id
  /// @return the ids of those that are silent, ascending
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
