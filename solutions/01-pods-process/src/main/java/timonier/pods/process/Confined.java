package timonier.pods.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.pods.host.Confinement;
import timonier.pods.host.Confinement.Processes.Kind;
import timonier.pods.host.ControlGroup;
import timonier.pods.host.Descriptor;
import timonier.pods.host.FileView;
import timonier.pods.host.InitProgram;
import timonier.pods.host.Kernel;
import timonier.pods.host.Kernel.Call;
import timonier.pods.host.Mounts;
import timonier.pods.host.PidSpaces;
import timonier.pods.host.Processes;
import timonier.pods.host.Spawn;
import timonier.pods.host.Terminal;

/// Moves the calling thread into a container: into its namespaces, with its files, its share of the
/// machine and its identity. What the thread starts after that is inside, too. (namespaces(7),
/// capabilities(7).)
///
/// The thread cannot come back, and cannot start threads any more. It must not need a class of ours
/// that was not loaded before, because it does not see the host's files: see [#load].
final class Confined {

  private static final long NEW_MOUNTS = 0x00020000;
  private static final long NEW_NAME = 0x04000000;
  private static final long NEW_MEMORY = 0x08000000;
  private static final long NEW_PROCESSES = 0x20000000;
  private static final long NEW_NETWORK = 0x40000000;

  /// `CLONE_FS`: root, folder and file mask of its own.
  private static final long OWN_PLACE = 0x200;

  private static final long DROP_CAPABILITY = 24;
  private static final long GAIN_NOTHING = 38;

  /// More than the kernel knows; it refuses the first that it does not.
  private static final int CAPABILITIES = 64;

  private static final long USUAL_MASK = 022;
  private static final long CLOSE_ON_EXEC = 0x80000;
  private static final long HERE = -100;
  private static final Path INIT = Path.of("/dev/init");

  private final Launch launch;
  private final Confinement confinement;
  private final PidSpaces spaces;
  private Optional<PidSpaces.Space> space = Optional.empty();

  Confined(Launch launch, PidSpaces spaces) {
    this.launch = launch;
    this.confinement = launch.confinement().orElseThrow();
    this.spaces = spaces;
  }

  /// Loads all classes that are used once the host's files are out of sight.
  static void load() {
    for (var type :
        List.of(
            Kernel.class,
            Mounts.class,
            Descriptor.class,
            FileView.class,
            Confinement.class,
            InitProgram.class,
            Spawn.class,
            PidSpaces.class,
            ControlGroup.class,
            Terminal.class,
            Launch.class,
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
  void make() throws IOException {
    var view = FileView.open(launch.container(), confinement);
    try {
      enterNetwork();
      Kernel.call(Call.UNSHARE, NEW_MOUNTS | NEW_NAME | NEW_MEMORY | OWN_PLACE);
      Kernel.call(Call.UMASK, 0);
      setHostname();
      view.enter();
      Kernel.call(Call.UMASK, USUAL_MASK);
      makeProcesses();
      view.complete();
    } finally {
      view.close();
    }
  }

  private void enterNetwork() throws IOException {
    if (confinement.network().isEmpty()) {
      return;
    }
    try (var arena = Arena.ofConfined()) {
      var path = Kernel.text(arena, confinement.network());
      var number = (int) Kernel.call(Call.OPENAT, HERE, path, CLOSE_ON_EXEC);
      try (var file = new Descriptor(number)) {
        Kernel.call(Call.SETNS, file.number(), NEW_NETWORK);
      }
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
  private void makeProcesses() throws IOException {
    var wanted = confinement.processes();
    var shared = wanted.kind() == Kind.SHARED ? spaces.join(wanted.space()) : space;
    if (shared.isPresent()) {
      space = shared;
      enter(shared.get().init(), NEW_PROCESSES);
      startInit().end();
    } else if (wanted.kind() == Kind.HOST) {
      startInit().end();
    } else {
      Kernel.call(Call.UNSHARE, NEW_PROCESSES);
      var first = startInit();
      if (wanted.kind() == Kind.SHARED) {
        spaces.add(wanted.space(), first);
      }
      space = Optional.of(first);
    }
  }

  private static PidSpaces.Space startInit() throws IOException {
    InitProgram.write(INIT);
    var told = Descriptor.Pipe.open();
    var held = Descriptor.Pipe.open();
    try (var hears = told.out()) {
      var space = new PidSpaces.Space(startInit(held, told), held.in());
      if (hears.read(new byte[1], 0, 1) != 1) {
        space.end();
        throw new IOException("the container's first process cannot show /proc");
      }
      return space;
    } finally {
      Files.delete(INIT);
    }
  }

  private static int startInit(Descriptor.Pipe held, Descriptor.Pipe told) throws IOException {
    try (var _ = held.out();
        var _ = told.in()) {
      var files =
          new Spawn.Files3(
              Optional.of(held.out()), Optional.of(told.in()), Optional.empty(), Optional.empty());
      return Spawn.start(INIT.toString(), List.of("init"), Map.of(), files);
    }
  }

  private static void enter(int pid, long namespaces) throws IOException {
    try (var file = new Descriptor((int) Kernel.call(Call.PIDFD_OPEN, pid, 0))) {
      Kernel.call(Call.SETNS, file.number(), namespaces);
    } catch (Kernel.Failure failure) {
      throw failure.number() == Kernel.ESRCH
          ? new IOException("the container is not running", failure)
          : failure;
    }
  }

  /// Brings the thread into a container that runs.
  void join(Processes.Id program) throws IOException {
    Kernel.call(Call.UNSHARE, OWN_PLACE);
    enter((int) program.pid(), NEW_MOUNTS | NEW_NAME | NEW_MEMORY | NEW_PROCESSES | NEW_NETWORK);
    Kernel.call(Call.UMASK, USUAL_MASK);
  }

  /// Goes to where the program starts, which is made if it is not there, and becomes who it is.
  void become() throws IOException {
    var identity = confinement.identity();
    try (var arena = Arena.ofConfined()) {
      makeStart();
      Kernel.call(Call.CHDIR, Kernel.text(arena, launch.directory().toString()));
      dropCapabilities(identity.capabilities());
      if (!identity.canGainPrivileges()) {
        Kernel.call(Call.PRCTL, GAIN_NOTHING, 1, 0, 0, 0);
      }
      var groups = arena.allocate(ValueLayout.JAVA_INT, identity.groups().size() + 1L);
      for (var i = 0; i < identity.groups().size(); i++) {
        groups.setAtIndex(ValueLayout.JAVA_INT, i, (int) (long) identity.groups().get(i));
      }
      Kernel.call(Call.SETGROUPS, identity.groups().size(), groups.address());
      Kernel.call(Call.SETRESGID, identity.group(), identity.group(), identity.group());
      Kernel.call(Call.SETRESUID, identity.user(), identity.user(), identity.user());
    }
  }

  private void makeStart() throws IOException {
    if (!Files.isDirectory(launch.directory())) {
      Files.createDirectories(launch.directory());
    }
  }

  private static void dropCapabilities(long kept) throws IOException {
    for (var number = 0; number < CAPABILITIES; number++) {
      try {
        if ((kept >> number & 1) == 0) {
          Kernel.call(Call.PRCTL, DROP_CAPABILITY, number, 0, 0, 0);
        }
      } catch (Kernel.Failure _) {
        return;
      }
    }
  }

  /// Ends what is left of the container, once its program ended.
  void end() throws IOException {
    if (space.isPresent() && confinement.processes().kind() == Kind.SHARED) {
      spaces.leave(confinement.processes().space());
    } else if (space.isPresent()) {
      space.get().end();
    }
  }
}
