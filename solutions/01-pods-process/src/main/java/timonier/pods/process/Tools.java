package timonier.pods.process;

import java.io.File;
import java.nio.file.Path;

/// The JDK and the classes that the runtime's own programs need.
///
/// @param java the program `java`
/// @param programs the folder of this module's classes
/// @param kit the folder of the classes of `kit/loop`
public record Tools(Path java, Path programs, Path kit) {

  /// Where containers with a view of files of their own find the JDK.
  static final String SHOWN_JDK = "/opt/timonier/jdk";

  /// Where they find the catalogue's programs.
  static final String SHOWN_PROGRAMS = "/opt/timonier/programs";

  /// The supervisor of a folder.
  SupervisorProcess supervisor(Path folder) {
    return new SupervisorProcess(folder, java, programs + File.pathSeparator + kit);
  }

  /// The images whose programs run on this JDK.
  ///
  /// @param areShown whether containers see it at a place of its own
  Catalogue catalogue(boolean areShown) {
    return areShown
        ? new Catalogue(Path.of(SHOWN_JDK, "bin", "java"), SHOWN_PROGRAMS)
        : new Catalogue(java, programs.toString());
  }
}
