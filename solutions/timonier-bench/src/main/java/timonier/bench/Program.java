package timonier.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The program to measure, started as its users start it.
///
/// @param root its checkout
/// @param jvm the command of a JVM with its classes, up to the main class
/// @param main the name of its main class
public record Program(Path root, List<String> jvm, String main) {

  /// Copies its lists.
  public Program {
    jvm = List.copyOf(jvm);
  }

  /// Returns the command that starts it.
  ///
  /// @param options of the JVM
  /// @param arguments of the program
  List<String> command(List<String> options, List<String> arguments) {
    var command = new ArrayList<>(jvm);
    command.addAll(options);
    command.add(main);
    command.addAll(arguments);
    return command;
  }
}
