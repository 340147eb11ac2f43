package timonier.kubelet.containers;

import java.util.Optional;

/// The files in which containers leave a termination message: on the node, mounted at each
/// container's `terminationMessagePath`. Calls may block.
public interface TerminationMessages {

  /// One run of a container.
  ///
  /// @param uid its pod's identity
  /// @param container its name
  /// @param attempt how often the container was run before
  record Run(String uid, String container, int attempt) {}

  /// Returns the file for one run, and makes it if it is missing.
  ///
  /// @return its path on the node; empty if containers have no files here
  Optional<String> file(Run run);

  /// Reads the message of a run.
  ///
  /// @param limit the most bytes to read
  /// @return empty text if there is none
  String read(Run run, int limit);

  /// Containers have no files here.
  static TerminationMessages none() {
    return new TerminationMessages() {
      @Override
      public Optional<String> file(Run run) {
        return Optional.empty();
      }

      @Override
      public String read(Run run, int limit) {
        return "";
      }
    };
  }
}
