package timonier.pods.host;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The process namespaces that containers of one pod share. One is there as long as a container is
/// in it.
public final class PidSpaces {

  private final Map<String, Shared> shared = new HashMap<>();

  /// A process namespace.
  ///
  /// @param init its first process, which is a child of the thread that started it
  /// @param held what keeps the first process waiting
  public record Space(int init, Descriptor held) {

    /// Ends all of its processes.
    public void end() throws IOException {
      held.close();
      Spawn.await(init);
    }
  }

  private record Shared(Space space, int containers) {}

  /// Enters a space that is there.
  public synchronized Optional<Space> join(String name) {
    var found = Optional.ofNullable(shared.get(name));
    found.ifPresent(s -> shared.put(name, new Shared(s.space(), s.containers() + 1)));
    return found.map(Shared::space);
  }

  /// Keeps a new space, with one container in it.
  public synchronized void add(String name, Space space) {
    shared.put(name, new Shared(space, 1));
  }

  /// Leaves a space; the last one ends it.
  public synchronized void leave(String name) throws IOException {
    var found = shared.remove(name);
    if (found != null && found.containers() > 1) {
      shared.put(name, new Shared(found.space(), found.containers() - 1));
    } else if (found != null) {
      found.space().end();
    }
  }
}
