package timonier.pods.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import timonier.pods.host.Confinement;
import timonier.pods.host.Confinement.SeenProcesses.Kind;
import timonier.pods.host.ControlGroup;
import timonier.pods.host.Descriptor;
import timonier.pods.host.FileView;
import timonier.pods.host.InitProgram;
import timonier.pods.host.Kernel;
import timonier.pods.host.Kernel.Call;
import timonier.pods.host.Mounts;
import timonier.pods.host.Namespaces;
import timonier.pods.host.PidSpaces;
import timonier.pods.host.Pinned;
import timonier.pods.host.Processes;
import timonier.pods.host.Spawn;
import timonier.pods.host.Terminal;

/// Moves the calling thread into a container: into its namespaces, with its files, its share of the
/// machine and its identity. What the thread starts after that is inside, too. (namespaces(7),
/// capabilities(7).)
///
/// The thread cannot come back, and can no longer start threads. All our classes that it needs must
/// be loaded before, because afterwards it does not see the host's files: see [#load].
final class Confined {

  private static final long USUAL_MASK = 022;

  private final Launch launch;
  private final Confinement confinement;
  private final PidSpaces spaces;
  private Optional<PidSpaces.Space> space = Optional.empty();

  Confined(Launch launch, PidSpaces spaces) {
    this.launch = launch;
    this.confinement = launch.confinement().orElseThrow();
    this.spaces = spaces;
  }

  /// Loads all classes that are used after the thread has lost sight of the host's files.
  static void load() {
    for (var type :
        List.of(
            Kernel.class,
            Namespaces.class,
            Mounts.class,
            Descriptor.class,
            FileView.class,
            Pinned.class,
            Confinement.class,
            InitProgram.class,
            Spawn.class,
            PidSpaces.class,
            ControlGroup.class,
            Terminal.class,
            Launch.class,
            Confined.class,
            ConfinedProcess.class,
            Program.class,
            timonier.kit.loop.Native.class)) {
      for (var member : type.getNestMembers()) {
        try {
          Class.forName(member.getName());
        } catch (ClassNotFoundException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  /// Makes a new container around the thread.
  ///
  /// @throws StartFailure if it should see the processes of a container that is not running
  void make() throws IOException {
    if (confinement.processes().kind() == Kind.TARGET) {
      try (var target = target()) {
        make(Optional.of(target));
      }
    } else {
      make(Optional.empty());
    }
  }

  private Namespaces target() throws IOException {
    var id = confinement.processes().space();
    var program = new ContainerFolder(launch.container().resolveSibling(id)).process();
    if (program.filter(Processes.Id::isAlive).isEmpty()) {
      throw new StartFailure("cannot join the processes of container " + id + ": it does not run");
    }
    return Namespaces.of(program.get());
  }

  private void make(Optional<Namespaces> target) throws IOException {
    var view = FileView.open(launch.container(), confinement);
    try {
      if (!confinement.network().isEmpty()) {
        Namespaces.enterNetwork(confinement.network());
      }
      Namespaces.make(Namespaces.MOUNTS | Namespaces.NAME | Namespaces.MEMORY | Namespaces.PLACE);
      Kernel.call(Call.UMASK, 0);
      setHostname();
      view.enter();
      Kernel.call(Call.UMASK, USUAL_MASK);
      makeProcesses(target);
      view.complete();
    } finally {
      view.close();
    }
  }

  private void setHostname() throws IOException {
    try (var arena = Arena.ofConfined()) {
      var name = confinement.hostname();
      var length = name.getBytes(StandardCharsets.UTF_8).length;
      Kernel.call(Call.SETHOSTNAME, Kernel.text(arena, name), length);
    }
  }

  /// Makes the thread's children see the right processes, with `/proc` for them.
  private void makeProcesses(Optional<Namespaces> target) throws IOException {
    var wanted = confinement.processes();
    switch (wanted.kind()) {
      case OWN -> space = Optional.of(newSpace());
      case SHARED -> share(wanted.space());
      case TARGET -> {
        target.orElseThrow().enter(Namespaces.PROCESSES);
        PidSpaces.Space.start().end();
      }
      case HOST -> PidSpaces.Space.start().end();
    }
  }

  private static PidSpaces.Space newSpace() throws IOException {
    Namespaces.make(Namespaces.PROCESSES);
    return PidSpaces.Space.start();
  }

  private void share(String name) throws IOException {
    space = spaces.join(name);
    if (space.isPresent()) {
      try (var there = Namespaces.ofChild(space.get().init())) {
        there.enter(Namespaces.PROCESSES);
      }
      PidSpaces.Space.start().end();
    } else {
      space = Optional.of(newSpace());
      spaces.add(name, space.get());
    }
  }

  /// Moves the thread into a running container.
  void join(Processes.Id program) throws IOException {
    try (var container = Namespaces.of(program)) {
      Namespaces.make(Namespaces.PLACE);
      container.enter(
          Namespaces.MOUNTS
              | Namespaces.NAME
              | Namespaces.MEMORY
              | Namespaces.PROCESSES
              | Namespaces.NETWORK);
    }
    Kernel.call(Call.UMASK, USUAL_MASK);
  }

  /// Enters the program's starting folder, which is made if it is missing, and takes on the
  /// program's identity.
  void become() throws IOException {
    try (var start = Pinned.folder(launch.directory())) {
      start.enter();
    }
    confinement.identity().assume();
  }

  /// Ends what is left of the container after its program has ended.
  void end() throws IOException {
    if (space.isPresent() && confinement.processes().kind() == Kind.SHARED) {
      spaces.leave(confinement.processes().space());
    } else if (space.isPresent()) {
      space.get().end();
    }
  }
}
