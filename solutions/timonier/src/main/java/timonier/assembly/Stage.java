package timonier.assembly;

import java.nio.channels.FileLock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import timonier.kit.loop.LiveLoops;

/// Runs until Ctrl-C: holds a data folder and addresses on this host, and stops all that it started
/// at the end.
final class Stage implements AutoCloseable {

  private final DataFolder folder;
  private final FileLock lock;
  private final HostRange range;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Lifetime lifetime = Lifetime.ofProcess();
  private volatile boolean refused;

  private Stage(DataFolder folder, FileLock lock, HostRange range) {
    this.folder = folder;
    this.lock = lock;
    this.range = range;
    lifetime.atEnd(this::end);
  }

  /// Locks a folder, claims addresses, and registers the end.
  ///
  /// @throws CommandFailure if the folder is in use
  ///
  /// @param kind the runtime
  static Stage open(DataFolder folder, String kind) {
    var lock = folder.lock();
    OwnedProcess.of(ProcessHandle.current()).write(folder.file("server"));
    var range =
        folder
            .number()
            .map(before -> HostRange.claimAgain(folder.path(), before))
            .orElseGet(() -> HostRange.claim(folder.path()));
    folder.writeSecret("range", range.number() + "\n");
    if (kind.equals("docker")) {
      folder.writeSecret(DockerCluster.MARK, "");
    } else {
      Teardown.removeDockerContainers(folder);
    }
    var stage = new Stage(folder, lock, range);
    stage.make(() -> range.prepare(kind));
    return stage;
  }

  /// Opens something that may be damaged. If it is, what still runs of the cluster is left running:
  /// once the damage is repaired, the next start takes it up.
  <T> T whole(Supplier<T> opening) {
    try {
      return opening.get();
    } catch (RuntimeException refusal) {
      refused = true;
      throw refusal;
    }
  }

  private void end() {
    if (!refused) {
      Teardown.run(folder, Optional.of(range));
      range.remove();
    }
    over.countDown();
  }

  /// Its data folder.
  DataFolder folder() {
    return folder;
  }

  /// Its addresses on this host.
  HostRange range() {
    return range;
  }

  /// Makes something that the end removes, as [Lifetime#make] does.
  void make(Runnable making) {
    lifetime.make(making);
  }

  /// Registers an action for the end. The last registered runs first, and all run before processes
  /// are stopped.
  void atEnd(Runnable end) {
    lifetime.atEnd(end);
  }

  /// The loops that its components run on.
  LiveLoops loops() {
    return new LiveLoops(BugLog::write);
  }

  /// Waits for Ctrl-C, and until all that it stops has ended.
  void awaitEnd() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Unlocks the folder; all else ends with the process.
  @Override
  public void close() {
    try {
      lock.release();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
