package timonier.kubelet.containers;

import java.util.Optional;

/// Where containers leave a last message, in a file of the node that each of them sees at its
/// `terminationMessagePath`. Calls may block.
public interface TerminationMessages {

  /// One run of a container.
  ///
  /// @param uid its pod's identity
  /// @param container its name
  /// @param attempt how often the pod had it before
  record Run(String uid, String container, int attempt) {}

  /// The file for one run, made where it is not there.
  ///
  /// @return its path on the node; empty if containers have no files here
  Optional<String> file(Run run);

  /// What was left there.
  ///
  /// @param limit the most bytes that are read
  /// @return empty text if nothing was left
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
