package timonier.pods.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Starts programs as children of the calling thread, with its namespaces, files and identity.
/// (posix_spawn(3), of glibc 2.34 or newer.)
///
/// Each leads a session of its own, has only the three given files open, and blocks or ignores no
/// signals.
public final class Spawn {

  private static final MemorySegment SPAWN = Kernel.symbol("posix_spawn");
  private static final MemorySegment ACTIONS = Kernel.symbol("posix_spawn_file_actions_init");
  private static final MemorySegment DUPLICATE = Kernel.symbol("posix_spawn_file_actions_adddup2");
  private static final MemorySegment OPEN = Kernel.symbol("posix_spawn_file_actions_addopen");
  private static final MemorySegment CLOSE_REST =
      Kernel.symbol("posix_spawn_file_actions_addclosefrom_np");
  private static final MemorySegment ACTIONS_END =
      Kernel.symbol("posix_spawn_file_actions_destroy");
  private static final MemorySegment ATTRIBUTES = Kernel.symbol("posix_spawnattr_init");
  private static final MemorySegment FLAGS = Kernel.symbol("posix_spawnattr_setflags");
  private static final MemorySegment DEFAULTS = Kernel.symbol("posix_spawnattr_setsigdefault");
  private static final MemorySegment ALL_SIGNALS = Kernel.symbol("sigfillset");

  /// More bytes than glibc's structures and sets of signals need.
  private static final long STRUCTURE = 1024;

  /// `POSIX_SPAWN_SETSIGDEF`, `_SETSIGMASK` and `_SETSID`.
  private static final long SIGNALS_AND_SESSION = 0x04 | 0x08 | 0x80;

  private static final long READ_WRITE = 2;
  private static final int FIRST_OTHER = 3;

  /// The first three files of a program.
  ///
  /// @param in its input; nothing if absent
  /// @param out its output
  /// @param err its error output
  /// @param terminal replaces all three
  public record Files3(
      Optional<Descriptor> in,
      Optional<Descriptor> out,
      Optional<Descriptor> err,
      Optional<Path> terminal) {}

  /// Starts a program.
  ///
  /// @param program its file
  /// @return its process id, as the host sees it
  public static int start(
      String program, List<String> command, Map<String, String> environment, Files3 files)
      throws IOException {
    try (var arena = Arena.ofConfined()) {
      var actions = arena.allocate(STRUCTURE, 16);
      Kernel.function(ACTIONS, actions.address());
      try {
        give(arena, actions, files);
        var pid = arena.allocate(ValueLayout.JAVA_LONG);
        var variables =
            environment.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
        var failed =
            Kernel.function(
                SPAWN,
                pid.address(),
                Kernel.text(arena, program),
                actions.address(),
                attributes(arena),
                Kernel.texts(arena, command),
                Kernel.texts(arena, variables));
        if (failed != 0) {
          throw new Kernel.Failure("exec " + program, failed);
        }
        return pid.get(ValueLayout.JAVA_INT, 0);
      } finally {
        Kernel.function(ACTIONS_END, actions.address());
      }
    }
  }

  private static void give(Arena arena, MemorySegment actions, Files3 files) {
    var at = actions.address();
    if (files.terminal().isPresent()) {
      var path = Kernel.text(arena, files.terminal().get().toString());
      Kernel.function(OPEN, at, 0, path, READ_WRITE, 0);
      Kernel.function(DUPLICATE, at, 0, 1);
      Kernel.function(DUPLICATE, at, 0, 2);
    } else {
      var nothing = Kernel.text(arena, "/dev/null");
      give(at, files.in(), 0, nothing);
      give(at, files.out(), 1, nothing);
      give(at, files.err(), 2, nothing);
    }
    Kernel.function(CLOSE_REST, at, FIRST_OTHER);
  }

  private static void give(long actions, Optional<Descriptor> file, int number, long nothing) {
    if (file.isPresent()) {
      Kernel.function(DUPLICATE, actions, file.get().number(), number);
    } else {
      Kernel.function(OPEN, actions, number, nothing, READ_WRITE, 0);
    }
  }

  /// Makes the attributes. The set of blocked signals stays empty, as it was made.
  private static long attributes(Arena arena) {
    var attributes = arena.allocate(STRUCTURE, 16);
    var all = arena.allocate(STRUCTURE, 16);
    Kernel.function(ATTRIBUTES, attributes.address());
    Kernel.function(FLAGS, attributes.address(), SIGNALS_AND_SESSION);
    Kernel.function(ALL_SIGNALS, all.address());
    Kernel.function(DEFAULTS, attributes.address(), all.address());
    return attributes.address();
  }

  /// Waits for the end of a child.
  ///
  /// @return its exit code; 128 and more stand for a signal
  public static int await(int pid) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var status = arena.allocate(ValueLayout.JAVA_LONG);
      while (true) {
        try {
          Kernel.call(Kernel.Call.WAIT4, pid, status.address(), 0, 0);
          var code = status.get(ValueLayout.JAVA_INT, 0);
          var signal = code & 0x7f;
          return signal == 0 ? code >> 8 & 0xff : 128 + signal;
        } catch (Kernel.Failure failure) {
          if (failure.number() != Kernel.EINTR) {
            throw failure;
          }
        }
      }
    }
  }

  private Spawn() {}
}
