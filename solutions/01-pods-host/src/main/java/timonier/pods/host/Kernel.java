package timonier.pods.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// System calls of Linux that affect only the calling thread, not the whole process.
///
/// Linux keeps identity, file system view and namespaces for each thread. The C library's own
/// functions would change all threads at once, so its bare `syscall` is used. All numbers, and
/// pointers to memory of an [Arena], are passed as `long`: with only one shape of call, the
/// supervisor starts fast.
public final class Kernel {

  private static final boolean IS_ARM = System.getProperty("os.arch").equals("aarch64");

  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle CALL = handle();
  private static final MemorySegment SYSCALL = symbol("syscall");

  /// Nothing of that name.
  static final int ENOENT = 2;

  /// Something of that name is there.
  static final int EEXIST = 17;

  /// The kernel is too old for the call.
  static final int ENOSYS = 38;

  /// There is no process with that number: it ended.
  public static final int ESRCH = 3;

  /// The call was interrupted, and may be made again.
  static final int EINTR = 4;

  /// The calls that are used, with their numbers on x86 and on ARM (`asm/unistd_64.h`,
  /// `asm-generic/unistd.h`).
  public enum Call {
    READ(0, 63),
    WRITE(1, 64),
    CLOSE(3, 57),
    OPENAT(257, 56),
    PIPE2(293, 59),
    CHDIR(80, 49),
    FCHDIR(81, 50),
    UMASK(95, 166),
    MKDIRAT(258, 34),
    MKNODAT(259, 33),
    MOUNT(165, 40),
    UMOUNT2(166, 39),
    PIVOT_ROOT(155, 41),
    UNSHARE(272, 97),
    SETNS(308, 268),
    SETHOSTNAME(170, 161),
    PRCTL(157, 167),
    SETGROUPS(116, 159),
    SETRESGID(119, 149),
    SETRESUID(117, 147),
    GETTID(186, 178),
    KILL(62, 129),
    WAIT4(61, 260),
    OPEN_TREE(428, 428),
    MOVE_MOUNT(429, 429),
    PIDFD_OPEN(434, 434),
    OPENAT2(437, 437),
    MOUNT_SETATTR(442, 442);

    private final int x86;
    private final int arm;

    Call(int x86, int arm) {
      this.x86 = x86;
      this.arm = arm;
    }
  }

  /// A call that failed.
  public static final class Failure extends IOException {
    private static final long serialVersionUID = 1L;

    private final int number;

    Failure(String call, int number) {
      super("%s: %s".formatted(call, sentence(number)));
      this.number = number;
    }

    public int number() {
      return number;
    }

    private static String sentence(int number) {
      return switch (number) {
        case 1 -> "Operation not permitted";
        case 2 -> "No such file or directory";
        case 13 -> "Permission denied";
        case 20 -> "Not a directory";
        case 21 -> "Is a directory";
        case 40 -> "Too many levels of symbolic links";
        default -> "error " + number;
      };
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle handle() {
    var shape = FunctionDescriptor.of(LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG);
    return Linker.nativeLinker().downcallHandle(shape, Linker.Option.captureCallState("errno"));
  }

  static MemorySegment symbol(String name) {
    return Linker.nativeLinker().defaultLookup().findOrThrow(name);
  }

  /// Makes a call.
  ///
  /// @throws Failure if it fails
  public static long call(Call call, long... arguments) throws IOException {
    var a = Arrays.copyOf(arguments, 6);
    var number = IS_ARM ? call.arm : call.x86;
    try (var arena = Arena.ofConfined()) {
      var state = arena.allocate(STATE);
      var result =
          (long)
              CALL.invokeExact(SYSCALL, state, (long) number, a[0], a[1], a[2], a[3], a[4], a[5]);
      if (result < 0) {
        throw new Failure(call.name(), (int) ERRNO.get(state, 0L));
      }
      return result;
    } catch (IOException | RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  /// Calls a function of the C library whose result is an `int`.
  static int function(MemorySegment function, long... arguments) {
    var a = Arrays.copyOf(arguments, 7);
    try (var arena = Arena.ofConfined()) {
      var state = arena.allocate(STATE);
      return (int)
          (long) CALL.invokeExact(function, state, a[0], a[1], a[2], a[3], a[4], a[5], a[6]);
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  /// A text in the form that the kernel reads.
  public static long text(Arena arena, String text) {
    return arena.allocateFrom(text).address();
  }

  /// Texts in the form that the kernel reads: pointers, and a zero after them.
  static long texts(Arena arena, java.util.List<String> texts) {
    var pointers = arena.allocate(LONG, texts.size() + 1L);
    for (var i = 0; i < texts.size(); i++) {
      pointers.setAtIndex(LONG, i, text(arena, texts.get(i)));
    }
    return pointers.address();
  }

  private Kernel() {}
}
