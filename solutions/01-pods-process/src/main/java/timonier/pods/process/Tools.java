package timonier.pods.process;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import timonier.kit.loop.FileTree;
import timonier.pods.host.Processes;
import timonier.pods.programs.Catalogue;
import timonier.pods.programs.WebServer;
import timonier.pods.runtime.RuntimeFailure;

/// The JDK and the classes that the runtime's own programs need.
///
/// @param java the program `java`
/// @param programs the folder of the classes of the catalogue's programs
/// @param supervisor the folders of the classes of a supervisor
public record Tools(Path java, Path programs, List<Path> supervisor) {

  /// The path of the JDK in containers with their own view of files.
  static final String SHOWN_JDK = "/opt/timonier/jdk";

  /// The path of the catalogue's programs in them.
  static final String SHOWN_PROGRAMS = "/opt/timonier/programs";

  /// Copies the list.
  public Tools {
    supervisor = List.copyOf(supervisor);
  }

  /// The tools of a JVM.
  ///
  /// @param java its program `java`
  /// @param folderOf finds the class folder that a class comes from
  public static Tools of(Path java, Function<Class<?>, Path> folderOf) {
    var supervisor =
        Stream.<Class<?>>of(Supervisor.class, Processes.class, RuntimeFailure.class, FileTree.class)
            .map(folderOf)
            .toList();
    return new Tools(java, folderOf.apply(WebServer.class), supervisor);
  }

  /// The supervisor of a folder.
  SupervisorProcess supervisor(Path folder) {
    var classPath =
        supervisor.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    return new SupervisorProcess(folder, java, classPath);
  }

  /// The images whose programs run on this JDK.
  ///
  /// @param areShown whether containers see it at [#SHOWN_JDK]
  Catalogue catalogue(boolean areShown) {
    return areShown
        ? new Catalogue(Path.of(SHOWN_JDK, "bin", "java"), SHOWN_PROGRAMS)
        : new Catalogue(java, programs.toString());
  }
}
