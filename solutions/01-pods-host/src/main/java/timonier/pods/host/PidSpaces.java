package timonier.pods.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The process namespaces that containers of one pod share. Each exists as long as a container is
/// in it.
public final class PidSpaces {

  /// The path of the first program, among the container's own devices, while the container is
  /// started.
  private static final Path INIT = Path.of("/dev/init");

  private final Map<String, Shared> shared = new HashMap<>();

  /// A process namespace.
  ///
  /// @param init its first process, a child of the thread that started it
  /// @param held keeps the first process waiting while it is open
  public record Space(int init, Descriptor held) {

    /// Starts the first process in the space of the calling thread's children. In a new space it
    /// stays; in an existing one it only mounts the space at the thread's `/proc`.
    public static Space start() throws IOException {
      InitProgram.write(INIT);
      var told = Descriptor.Pipe.open();
      var held = Descriptor.Pipe.open();
      try (var hears = told.out()) {
        var space = new Space(start(held, told), held.in());
        if (hears.read(new byte[1], 0, 1) != 1) {
          space.end();
          throw new IOException("the container's first process cannot show /proc");
        }
        return space;
      } finally {
        Files.delete(INIT);
      }
    }

    private static int start(Descriptor.Pipe held, Descriptor.Pipe told) throws IOException {
      try (var _ = held.out();
          var _ = told.in()) {
        var files =
            new Spawn.Files3(
                Optional.of(held.out()),
                Optional.of(told.in()),
                Optional.empty(),
                Optional.empty());
        return Spawn.start(INIT.toString(), List.of("init"), Map.of(), files);
      }
    }

    /// Ends all of its processes.
    public void end() throws IOException {
      held.close();
      Spawn.await(init);
    }
  }

  private record Shared(Space space, int containers) {}

  /// Enters an existing space; empty if there is none with this name.
  public synchronized Optional<Space> join(String name) {
    var found = Optional.ofNullable(shared.get(name));
    found.ifPresent(s -> shared.put(name, new Shared(s.space(), s.containers() + 1)));
    return found.map(Shared::space);
  }

  /// Registers a new space, with one container in it.
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
