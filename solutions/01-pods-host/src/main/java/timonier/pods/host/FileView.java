package timonier.pods.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import timonier.pods.host.Kernel.Call;

/// The files that a container sees, made by mounts of the calling thread: programs, libraries and
/// settings of the host, with the container's own writes kept in its folder; and what the pod
/// mounts. Other folders of the host do not appear.
///
/// A thread makes a view for itself, in three steps: [#open] while it still sees the host, then
/// [#enter], after which it sees the container, then [#complete].
///
/// @param container the container's folder: it sees `root/` at `/`, and its writes over the host's
///   files are in `layers/`
/// @param confinement with the mounts
/// @param sources the opened sources of its mounts, in order
public record FileView(Path container, Confinement confinement, List<Source> sources) {

  /// A mount to make.
  ///
  /// @param tree the opened file or folder
  /// @param bind its place in the container
  /// @param isFolder whether it is a folder
  record Source(Descriptor tree, Confinement.Bind bind, boolean isFolder) {}

  /// Folders of the host that a container sees. Those that are links, as `bin` may be, are made as
  /// links.
  private static final List<String> SHOWN =
      List.of("usr", "etc", "opt", "bin", "sbin", "lib", "lib32", "lib64", "libx32");

  private static final List<String> EMPTY =
      List.of(
          "proc",
          "sys",
          "dev",
          "run",
          "tmp",
          "var",
          "var/tmp",
          "var/log",
          "var/lib",
          "var/cache",
          "home",
          "root",
          "mnt",
          "media",
          "srv",
          "host");

  /// Paths with secrets or details of the host, hidden from containers. (Below `/proc` the same as
  /// in Docker.)
  private static final List<String> HIDDEN =
      List.of(
          "/etc/shadow",
          "/etc/shadow-",
          "/etc/gshadow",
          "/etc/gshadow-",
          "/etc/ssh",
          "/etc/ssl/private",
          "/etc/kubernetes",
          "/etc/docker",
          "/etc/sudoers.d",
          "/proc/kcore",
          "/proc/keys",
          "/proc/timer_list",
          "/proc/sched_debug");

  /// Files that each container has for itself. If the host has a link there, the link leads nowhere
  /// in the container.
  private static final List<String> SETTINGS =
      List.of("/etc/hosts", "/etc/hostname", "/etc/resolv.conf");

  /// Paths through which a container could change the host. (The same as in Docker.)
  private static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  /// The most links that are followed, as in the kernel. (path_resolution(7).)
  private static final int MOST_LINKS = 40;

  private static final long DETACH = 2;
  private static final long CLOSE_ON_EXEC = 0x80000;
  private static final long CLONE = 1;
  private static final long EMPTY_PATH = 0x1000;
  private static final long ALL_BELOW = 0x8000;

  /// Opens the sources of all mounts. Refuses a path with a link in it, because it was changed
  /// after it was checked.
  public static FileView open(Path container, Confinement confinement) throws IOException {
    var sources = new ArrayList<Source>();
    var view = new FileView(container, confinement, sources);
    try (var arena = Arena.ofConfined()) {
      for (var bind : confinement.mounts()) {
        var isFolder = Files.isDirectory(Path.of(bind.source()));
        sources.add(new Source(open(arena, bind.source()), bind, isFolder));
      }
      return view;
    } catch (IOException failure) {
      view.close();
      throw failure;
    }
  }

  private static Descriptor open(Arena arena, String source) throws IOException {
    try (var file = Pinned.at(source)) {
      var empty = Kernel.text(arena, "");
      return new Descriptor(
          (int)
              Kernel.call(
                  Call.OPEN_TREE,
                  file.place().number(),
                  empty,
                  CLONE | CLOSE_ON_EXEC | EMPTY_PATH | ALL_BELOW));
    } catch (IOException failure) {
      throw new IOException(source + " cannot be mounted: " + failure.getMessage(), failure);
    }
  }

  public void close() throws IOException {
    for (var source : sources) {
      source.tree().close();
    }
  }

  /// Makes the container's folder the thread's `/`. The thread must have a mount namespace of its
  /// own.
  public void enter() throws IOException {
    var root = container.resolve("root");
    makeFolders(root);
    try (var arena = Arena.ofConfined()) {
      var mounts = new Mounts(arena);
      mounts.spread("/", Mounts.RECURSIVE | Mounts.PRIVATE);
      mounts.bind(root.toString(), root.toString());
      mounts.allow(root.toString(), Mounts.NO_DEVICES);
      Kernel.call(Call.CHDIR, Kernel.text(arena, container.toString()));
      for (var name : SHOWN) {
        show(mounts, root, name);
      }
      makeDevices(mounts, root.resolve("dev"));
      mounts.add(
          "sysfs",
          root + "/sys",
          "sysfs",
          Mounts.READ_ONLY | Mounts.NO_SET_ID | Mounts.NO_DEVICES | Mounts.NO_PROGRAMS,
          "");
      Kernel.call(
          Call.PIVOT_ROOT, Kernel.text(arena, root.toString()), Kernel.text(arena, root + "/host"));
      Kernel.call(Call.CHDIR, Kernel.text(arena, "/"));
      Kernel.call(Call.UMOUNT2, Kernel.text(arena, "/host"), DETACH);
    }
    Files.delete(Path.of("/host"));
  }

  private static void makeFolders(Path root) throws IOException {
    Files.createDirectories(root);
    for (var name : EMPTY) {
      Files.createDirectories(root.resolve(name));
    }
    for (var name : List.of("tmp", "var/tmp")) {
      root.resolve(name).toFile().setWritable(true, false);
    }
    if (!Files.exists(root.resolve("var/run"), LinkOption.NOFOLLOW_LINKS)) {
      Files.createSymbolicLink(root.resolve("var/run"), Path.of("../run"));
    }
  }

  /// Shows a folder of the host with an overlay for the container's writes, which are kept in its
  /// own folder; on a file system that cannot hold an overlay, as inside another container, they
  /// are kept in memory.
  private void show(Mounts mounts, Path root, String name) throws IOException {
    var host = Path.of("/", name);
    var shown = root.resolve(name);
    if (Files.isSymbolicLink(host)) {
      if (!Files.exists(shown, LinkOption.NOFOLLOW_LINKS)) {
        Files.createSymbolicLink(shown, Files.readSymbolicLink(host));
      }
      return;
    }
    if (!Files.isDirectory(host)) {
      return;
    }
    Files.createDirectories(shown);
    var layers = Path.of("layers", name);
    try {
      overlay(mounts, layers, host, shown);
    } catch (Kernel.Failure _) {
      var memory = container.resolve("layers");
      Files.createDirectories(memory);
      mounts.add("tmpfs", memory.toString(), "tmpfs", Mounts.NO_DEVICES, "mode=755");
      overlay(mounts, layers, host, shown);
    }
  }

  /// Mounts an overlay. The paths of layers are relative, since a comma or colon in a path would
  /// end it.
  private void overlay(Mounts mounts, Path layers, Path host, Path shown) throws IOException {
    Files.createDirectories(container.resolve(layers).resolve("upper"));
    Files.createDirectories(container.resolve(layers).resolve("work"));
    mounts.add(
        "overlay",
        shown.toString(),
        "overlay",
        Mounts.NO_DEVICES,
        "lowerdir=%s,upperdir=%s/upper,workdir=%s/work".formatted(host, layers, layers));
  }

  private static void makeDevices(Mounts mounts, Path dev) throws IOException {
    mounts.add("tmpfs", dev.toString(), "tmpfs", Mounts.NO_SET_ID, "mode=755,size=64m");
    mounts.device(dev.resolve("null"), 1, 3);
    mounts.device(dev.resolve("zero"), 1, 5);
    mounts.device(dev.resolve("full"), 1, 7);
    mounts.device(dev.resolve("random"), 1, 8);
    mounts.device(dev.resolve("urandom"), 1, 9);
    mounts.device(dev.resolve("tty"), 5, 0);
    Files.createDirectory(dev.resolve("pts"));
    Files.createDirectory(dev.resolve("shm"));
    var terminals = "newinstance,ptmxmode=0666,mode=0620,gid=5";
    mounts.add("devpts", dev + "/pts", "devpts", Mounts.NO_SET_ID | Mounts.NO_PROGRAMS, terminals);
    mounts.add(
        "tmpfs", dev + "/shm", "tmpfs", Mounts.NO_SET_ID | Mounts.NO_DEVICES, "mode=1777,size=64m");
    Files.createSymbolicLink(dev.resolve("ptmx"), Path.of("pts/ptmx"));
    Files.createSymbolicLink(dev.resolve("fd"), Path.of("/proc/self/fd"));
    Files.createSymbolicLink(dev.resolve("stdin"), Path.of("/proc/self/fd/0"));
    Files.createSymbolicLink(dev.resolve("stdout"), Path.of("/proc/self/fd/1"));
    Files.createSymbolicLink(dev.resolve("stderr"), Path.of("/proc/self/fd/2"));
  }

  /// Hides secrets, and mounts what the pod asked for. Paths are resolved as the container sees
  /// them, so that no link leads out of it.
  public void complete() throws IOException {
    try (var arena = Arena.ofConfined()) {
      var mounts = new Mounts(arena);
      for (var path : HIDDEN) {
        mounts.hide(path);
      }
      for (var path : READ_ONLY) {
        mounts.protect(path);
      }
      for (var path : SETTINGS) {
        if (Files.isSymbolicLink(Path.of(path))) {
          Files.delete(Path.of(path));
        }
      }
      for (var source : sources) {
        attach(mounts, source);
      }
      if (confinement.readOnlyRoot()) {
        protectRoot(mounts);
      }
    }
  }

  private static void protectRoot(Mounts mounts) throws IOException {
    mounts.allow("/", Mounts.READ_ONLY | Mounts.NO_DEVICES);
    for (var name : SHOWN) {
      var path = Path.of("/", name);
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        mounts.allow(path.toString(), Mounts.READ_ONLY | Mounts.NO_DEVICES);
      }
    }
  }

  private static void attach(Mounts mounts, Source source) throws IOException {
    var bind = source.bind();
    var path = inside(Path.of(bind.target()));
    if (path.equals(Path.of("/"))) {
      throw new IOException("nothing can be mounted at /: the container's own files are there");
    }
    try (var target = Pinned.target(path, source.isFolder())) {
      mounts.attach(source.tree(), target, path);
      if (bind.readOnly()) {
        mounts.allowOnlyReading(source.tree(), path);
      }
    }
  }

  /// Resolves a path among the files that the calling thread sees. Every link counts as its text,
  /// so that those of `/proc` cannot lead to files of other processes; what does not exist counts
  /// as no link.
  ///
  /// @return a path without links
  /// @throws IOException if there are too many links
  public static Path inside(Path path) throws IOException {
    var root = Path.of("/");
    var found = root;
    var links = 0;
    var left = new ArrayDeque<Path>();
    root.resolve(path).normalize().forEach(left::add);
    while (!left.isEmpty()) {
      var next = found.resolve(left.remove()).normalize();
      if (!Files.isSymbolicLink(next)) {
        found = next;
        continue;
      }
      if (++links > MOST_LINKS) {
        throw new IOException("too many links at " + path);
      }
      var text = Files.readSymbolicLink(next);
      found = text.isAbsolute() ? root : found;
      prepend(left, text);
    }
    return found;
  }

  private static void prepend(Deque<Path> names, Path path) {
    for (var i = path.getNameCount() - 1; i >= 0; i--) {
      names.addFirst(path.getName(i));
    }
  }
}
