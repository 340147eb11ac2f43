package timonier.kit.loop;

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

/// A function of the operating system's C library that returns -1 and sets `errno` when it fails.
///
/// Needs `--enable-native-access=ALL-UNNAMED`.
public final class Native {

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private final String name;
  private final MethodHandle handle;

  private Native(String name, MethodHandle handle) {
    this.name = name;
    this.handle = handle;
  }

  /// A function whose result is an `int`.
  public static Native function(String name, MemoryLayout... arguments) {
    return link(name, FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
  }

  /// A function with a result that is not an `int`.
  public static Native link(String name, FunctionDescriptor signature, Linker.Option... options) {
    var linker = Linker.nativeLinker();
    var symbol = linker.defaultLookup().findOrThrow(name);
    var all = java.util.Arrays.copyOf(options, options.length + 1);
    all[options.length] = Linker.Option.captureCallState("errno");
    return new Native(name, restricted(linker, symbol, signature, all));
  }

  @SuppressWarnings("restricted")
  private static MethodHandle restricted(
      Linker linker, MemorySegment symbol, FunctionDescriptor signature, Linker.Option[] options) {
    return linker.downcallHandle(symbol, signature, options);
  }

  /// Calls it.
  ///
  /// @throws IOException if it fails, with its number
  public long call(Object... arguments) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var state = arena.allocate(STATE);
      var all = new java.util.ArrayList<Object>(arguments.length + 1);
      all.add(state);
      all.addAll(java.util.List.of(arguments));
      var result = ((Number) handle.invokeWithArguments(all)).longValue();
      if (result < 0) {
        throw new IOException(name + ": error " + (int) ERRNO.get(state, 0L));
      }
      return result;
    } catch (IOException | RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }
}
