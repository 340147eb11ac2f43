package timonier.assembly;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;

/// Runs the command line with our classes in a class loader of their own, so that a cache made in
/// this run holds only third-party classes. The launcher packs this class, and no other, into a
/// jar.
public final class Rehearsal {

  /// Runs [RehearseCommand].
  ///
  /// @param arguments our class folders, joined by colons, and a scratch folder
  public static void main(String[] arguments) throws Exception {
    var folders = new ArrayList<URL>();
    for (var folder : arguments[0].split(":")) {
      folders.add(Path.of(folder).toUri().toURL());
    }
    var ours = new URLClassLoader(folders.toArray(URL[]::new), Rehearsal.class.getClassLoader());
    Thread.currentThread().setContextClassLoader(ours);
    var main = ours.loadClass("timonier.assembly.Main").getDeclaredMethod("main", String[].class);
    main.setAccessible(true);
    main.invoke(null, (Object) new String[] {"rehearse", "--data", arguments[1]});
  }

  private Rehearsal() {}
}
