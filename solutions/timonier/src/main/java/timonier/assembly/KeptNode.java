package timonier.assembly;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A node as a process, found by the file that records it.
///
/// @param name the node's
/// @param note the file that records its process; to stop the node for good, it is removed first
/// @param starting starts the node
record KeptNode(String name, Path note, Runnable starting) implements NodeKeeper.Kept {

  @Override
  public void start() {
    System.err.println(name + " has ended and is started again.");
    starting.run();
  }

  @Override
  public boolean isWanted() {
    return Files.exists(note);
  }

  @Override
  public void onEnd(Runnable ended) {
    process().ifPresentOrElse(process -> process.onExit().thenRun(ended), ended);
  }

  private Optional<ProcessHandle> process() {
    return OwnedProcess.read(note).flatMap(OwnedProcess::alive);
  }
}
