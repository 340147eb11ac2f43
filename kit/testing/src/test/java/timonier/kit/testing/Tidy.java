package timonier.kit.testing;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;
import timonier.kit.testing.Sources.File;

/// The rules of the project's design and style that a program can check.
///
/// Each finding says what to write instead. Tests may touch clocks, threads and files; all other
/// rules on calls are about shipped code. In documents a symbol stands alone between backticks and
/// begins with a capital, as `ReplicaPlan` or `ReplicaPlan#actions`; so a kind of Kubernetes that
/// is not a type here is written without backticks.
final class Tidy {

  static final int FILE_LINES = 400;
  static final int METHOD_LINES = 40;
  static final int COLUMNS = 100;

  /// The siblings that fill a port of their stratum, and so import it.
  private static final Set<String> ADAPTERS =
      Set.of(
          "solutions/01-pods-docker",
          "solutions/01-pods-host",
          "solutions/01-pods-process",
          "solutions/01-pods-programs",
          "solutions/01-pods-simulated",
          "solutions/02-kubelet-sources",
          "solutions/02-kubelet-http",
          "solutions/04-apiserver-http",
          "solutions/04-apiserver-proxy",
          "solutions/04-apiserver-reviews",
          "solutions/04-apiserver-versions",
          "solutions/08-services-proxy");

  /// The folder of a module with a number: the number, the stratum's name, and the sibling's
  /// suffix.
  static final Pattern STRATUM = Pattern.compile("solutions/(\\d\\d)-(\\w+)((?:-\\w+)*)");

  private static final Pattern BAD_NAME =
      Pattern.compile(".*(Util|Utils|Helper|Manager|Common|Impl|Base|Info|Data|Processor)");

  /// Words of the Kubernetes API stay as they are: `nodeInfo` of a node is a `NodeSystemInfo`.
  private static final Set<String> KUBERNETES_NAMES = Set.of("SystemInfo");

  private static final Pattern REMINDER =
      Pattern.compile("\\b(" + String.join("|", "TO" + "DO", "FIX" + "ME", "X" + "XX") + ")\\b");
  private static final Pattern SYMBOL = Pattern.compile("`([A-Z]\\w*)(?:[#.](\\w+))?`");

  /// Calls that bypass the seam, with what replaces them; a star stands for every method.
  private static final Map<String, String> BANNED =
      Map.ofEntries(
          Map.entry("System.currentTimeMillis", "EventLoop.now()"),
          Map.entry("System.nanoTime", "EventLoop.now()"),
          Map.entry("Instant.now", "EventLoop.now()"),
          Map.entry("LocalDateTime.now", "EventLoop.now()"),
          Map.entry("Clock.systemUTC", "EventLoop.now()"),
          Map.entry("Thread.*", "EventLoop.run(), spawn() or sleep()"),
          Map.entry("Executors.*", "EventLoop.run() or spawn()"),
          Map.entry("CompletableFuture.*", "EventLoop.promise()"),
          Map.entry("LockSupport.*", "EventLoop.promise()"),
          Map.entry("ThreadLocalRandom.*", "EventLoop.random()"),
          Map.entry("Math.random", "EventLoop.random()"),
          Map.entry("UUID.randomUUID", "EventLoop.random()"),
          Map.entry("Files.write", "Disk"),
          Map.entry("Files.writeString", "Disk"),
          Map.entry("Files.delete", "Disk"),
          Map.entry("Files.deleteIfExists", "Disk"),
          Map.entry("Files.move", "Disk"),
          Map.entry("Files.copy", "Disk"),
          Map.entry("Files.createDirectories", "Disk"),
          Map.entry("Files.createDirectory", "Disk"),
          Map.entry("Files.newOutputStream", "Disk"),
          Map.entry("FileChannel.open", "Disk"));

  /// Types that may not be created, with what replaces them.
  private static final Map<String, String> BANNED_TYPES =
      Map.ofEntries(
          Map.entry("Random", "EventLoop.random()"),
          Map.entry("SecureRandom", "EventLoop.random()"),
          Map.entry("Thread", "EventLoop.spawn()"),
          Map.entry("Timer", "EventLoop.after()"),
          Map.entry("ScheduledThreadPoolExecutor", "EventLoop.after()"),
          Map.entry("ThreadPoolExecutor", "EventLoop.run()"),
          Map.entry("CompletableFuture", "EventLoop.promise()"),
          Map.entry("CountDownLatch", "EventLoop.promise()"),
          Map.entry("Semaphore", "EventLoop.promise()"),
          Map.entry("ArrayBlockingQueue", "EventLoop.run()"),
          Map.entry("LinkedBlockingQueue", "EventLoop.run()"),
          Map.entry("FileOutputStream", "Disk"),
          Map.entry("FileWriter", "Disk"));

  /// Methods that a catch block calls in order to try again.
  private static final Set<String> LATER = Set.of("after", "addAfter", "later", "sleep");

  private static final Set<String> COLLECTIONS =
      Set.of(
          "ArrayList",
          "HashMap",
          "LinkedHashMap",
          "TreeMap",
          "HashSet",
          "LinkedHashSet",
          "TreeSet",
          "ArrayDeque",
          "ConcurrentHashMap",
          "IdentityHashMap",
          "AtomicReference",
          "AtomicLong",
          "AtomicInteger",
          "AtomicBoolean");

  private final Sources sources;
  private final Map<String, String> edges;
  private final List<Finding> findings = new ArrayList<>();

  /// @param edges the classes that may bypass the seam, as `module:Type`, each with its reason; a
  ///   module alone stands for all its classes
  Tidy(Sources sources, Map<String, String> edges) {
    this.sources = sources;
    this.edges = edges;
  }

  /// Everything that is wrong.
  List<Finding> findings() {
    findings.clear();
    var modules = modulesByPackage();
    for (var file : sources.files()) {
      lines(file);
      if (file.isMain()) {
        imports(file, modules);
        new Scanner(file).scan(file.tree(), null);
      }
    }
    return List.copyOf(findings);
  }

  private void report(String rule, File file, long line, String what) {
    findings.add(new Finding(rule, file.path(), line, what));
  }

  private Map<String, String> modulesByPackage() {
    var modules = new HashMap<String, String>();
    sources.files().stream()
        .filter(File::isMain)
        .forEach(file -> modules.put(file.packageName(), file.module()));
    return modules;
  }

  private void lines(File file) {
    var lines = file.text().lines().toList();
    if (file.isMain() && lines.size() >= FILE_LINES) {
      report("size", file, 1, lines.size() + " lines: split it below " + FILE_LINES);
    }
    for (var i = 0; i < lines.size(); i++) {
      if (lines.get(i).length() > COLUMNS && !lines.get(i).contains("://")) {
        report("size", file, i + 1, "longer than " + COLUMNS + " columns");
      }
      if (REMINDER.matcher(lines.get(i)).find()) {
        report("reminder", file, i + 1, "do it, or say what is so in a sentence");
      }
    }
  }

  private void imports(File file, Map<String, String> modules) {
    for (var imported : file.tree().getImports()) {
      var name = imported.getQualifiedIdentifier().toString();
      var owner = owner(name, modules);
      if (owner != null && !allowed(file.module(), owner)) {
        report("strata", file, file.line(imported), file.module() + " may not import " + owner);
      }
    }
  }

  private static @Nullable String owner(String imported, Map<String, String> modules) {
    for (var end = imported.lastIndexOf('.'); end > 0; end = imported.lastIndexOf('.', end - 1)) {
      var owner = modules.get(imported.substring(0, end));
      if (owner != null) {
        return owner;
      }
    }
    return null;
  }

  /// Law 3. The assembly, which has no number, may import everything.
  static boolean allowed(String module, String imported) {
    if (module.equals(imported) || imported.startsWith("kit/")) {
      return true;
    }
    var from = STRATUM.matcher(module);
    var to = STRATUM.matcher(imported);
    if (!from.matches()) {
      return module.startsWith("solutions/");
    }
    if (!to.matches()) {
      return false;
    }
    var lower = Integer.parseInt(to.group(1)) < Integer.parseInt(from.group(1));
    return lower || (from.group(1).equals(to.group(1)) && level(module) >= level(imported));
  }

  /// The level of a module among those with its number: a support is below the stratum, an adapter
  /// above.
  private static int level(String module) {
    var name = STRATUM.matcher(module);
    if (!name.matches() || name.group(3).isEmpty()) {
      return 1;
    }
    return ADAPTERS.contains(module) ? 2 : 0;
  }

  private boolean isEdge(File file) {
    return edges.containsKey(file.module()) || edges.containsKey(file.module() + ":" + file.type());
  }

  /// Finds what is wrong in one file of shipped code.
  private final class Scanner extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final File file;

    Scanner(File file) {
      this.file = file;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
      var isKubernetes = KUBERNETES_NAMES.contains(type.getSimpleName().toString());
      if (!isKubernetes && BAD_NAME.matcher(type.getSimpleName()).matches()) {
        report("name", file, file.line(type), type.getSimpleName() + ": find the noun");
      }
      type.getMembers().stream()
          .filter(VariableTree.class::isInstance)
          .map(VariableTree.class::cast)
          .filter(field -> field.getModifiers().getFlags().contains(Modifier.STATIC))
          .forEach(this::global);
      return super.visitClass(type, unused);
    }

    private void global(VariableTree field) {
      if (!field.getModifiers().getFlags().contains(Modifier.FINAL)) {
        report("global", file, file.line(field), field.getName() + ": give it to an instance");
      } else if (field.getInitializer() instanceof NewClassTree made
          && COLLECTIONS.contains(simple(made.getIdentifier()))) {
        report("global", file, file.line(field), field.getName() + ": make it immutable");
      }
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
      var length = file.lastLine(method) - file.line(method) + 1;
      if (length > METHOD_LINES) {
        report("size", file, file.line(method), method.getName() + " has " + length + " lines");
      }
      return super.visitMethod(method, unused);
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree made, @Nullable Void unused) {
      var replacement = BANNED_TYPES.get(simple(made.getIdentifier()));
      if (replacement != null && !isEdge(file)) {
        var type = simple(made.getIdentifier());
        report("seam", file, file.line(made), "new " + type + ": use " + replacement);
      }
      return super.visitNewClass(made, unused);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
      called(call, call.getMethodSelect());
      return super.visitMethodInvocation(call, unused);
    }

    private void called(Tree at, Tree selected) {
      if (!(selected instanceof MemberSelectTree select)) {
        return;
      }
      var type = simple(select.getExpression());
      var name = type + "." + select.getIdentifier();
      var replacement = BANNED.getOrDefault(name, BANNED.get(type + ".*"));
      if (replacement != null && !isEdge(file)) {
        report("seam", file, file.line(at), name + ": use " + replacement);
      }
      if (name.equals("System.setProperty") || isExit(name)) {
        report("global", file, file.line(at), name + " changes the whole JVM");
      }
    }

    @Override
    public @Nullable Void visitCatch(CatchTree caught, @Nullable Void unused) {
      var found = new ArrayList<String>();
      new TreeScanner<@Nullable Void, @Nullable Void>() {
        @Override
        public @Nullable Void visitMethodInvocation(
            MethodInvocationTree call, @Nullable Void inner) {
          found.add(simple(call.getMethodSelect()));
          return super.visitMethodInvocation(call, inner);
        }
      }.scan(caught.getBlock(), null);
      if (found.stream().anyMatch(LATER::contains) && !mayRetry(file)) {
        report("retry", file, file.line(caught), "throw, and let the work queue try again");
      }
      return super.visitCatch(caught, unused);
    }

    private boolean mayRetry(File retrying) {
      return edges.containsKey(retrying.module() + ":" + retrying.type() + ":retry");
    }

    private boolean isExit(String name) {
      return name.equals("System.exit") && !edges.containsKey(file.module() + ":exit");
    }
  }

  private static String simple(Tree tree) {
    var name = tree.toString().replaceAll("<.*", "");
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /// The symbols of a document that do not exist, as the document writes them.
  static List<String> unknownSymbols(Sources sources, String document) {
    var unknown = new ArrayList<String>();
    var symbols = SYMBOL.matcher(document);
    while (symbols.find()) {
      var type = symbols.group(1);
      var member = symbols.group(2);
      if (sources.files().stream().noneMatch(file -> declares(file, type, member))) {
        unknown.add(symbols.group());
      }
    }
    return unknown;
  }

  private static boolean declares(File file, String type, @Nullable String member) {
    var found = new ArrayList<Tree>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
        if (tree.getSimpleName().contentEquals(type)
            && (member == null
                || tree.getMembers().stream().anyMatch(each -> isNamed(each, member)))) {
          found.add(tree);
        }
        return super.visitClass(tree, unused);
      }
    }.scan(file.tree(), null);
    return !found.isEmpty();
  }

  private static boolean isNamed(Tree member, String name) {
    return switch (member) {
      case MethodTree method -> method.getName().contentEquals(name);
      case VariableTree field -> field.getName().contentEquals(name);
      case ClassTree type -> type.getSimpleName().contentEquals(name);
      default -> false;
    };
  }

  /// The root of the project: the folder that holds `solutions`, at or above a folder.
  static Path root(Path from) {
    for (@Nullable Path at = from.toAbsolutePath(); at != null; at = at.getParent()) {
      if (at.resolve("solutions").toFile().isDirectory()) {
        return at;
      }
    }
    throw new IllegalStateException("no folder with solutions at or above " + from);
  }
}
