package timonier.assembly;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.RequestPath;
import timonier.apiserver.requests.User;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.LiveLoops;
import timonier.pods.objects.ApiException;
import timonier.store.Backup;

/// Copies all that a cluster stores, as it is at one moment.
///
/// Asks a running cluster for it, as its administrator. If none runs, opens the store under the
/// folder's lock, as a start would do.
@Command(
    name = "backup",
    description = "Copy all that a cluster stores to a file, Secrets included.",
    mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {

  @Option(names = "--to", required = true, paramLabel = "FILE", description = "Where to write it.")
  private Path to = Path.of("");

  @Option(names = "--data", description = "The cluster's folder (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of(".timonier");

  @Override
  public Integer call() throws IOException {
    var folder = DataFolder.existing(data);
    var lock = folder.tryLock();
    byte[] copy;
    if (lock.isEmpty()) {
      copy = ask(folder);
    } else {
      try (var _ = lock.get()) {
        copy = open(folder);
      }
    }
    System.out.println("Saved " + to + ": " + BackupFile.write(to, copy).describe());
    return 0;
  }

  private static byte[] ask(DataFolder folder) {
    if (folder.read("port").isEmpty()) {
      throw new CommandFailure(
          "What runs in %s has no server that could be asked: stop it first."
              .formatted(folder.path()));
    }
    var copy = new ByteArrayOutputStream();
    try (var transport = folder.transport()) {
      transport.stream(ApiRequest.of("GET", RequestPath.BACKUP, Map.of(), User.admin()), copy);
      return copy.toByteArray();
    } catch (ApiException | IOException e) {
      throw new CommandFailure(
          "The cluster in %s runs, but gave no backup: %s. Try again, or stop it first."
              .formatted(folder.path(), e.getMessage()),
          e);
    }
  }

  private static byte[] open(DataFolder folder) {
    var place = new StoreFolder(folder);
    if (folder.read("ca.crt").isEmpty() && !place.isThere()) {
      throw new CommandFailure("There was never a cluster in " + folder.path() + ".");
    }
    try (var loops = new LiveLoops(BugLog::write)) {
      place.require(loops.loop("check"));
      return copy(place, loops.loop("store"));
    }
  }

  private static byte[] copy(StoreFolder place, EventLoop loop) {
    try (var store = place.open(loop)) {
      return Backup.of(store);
    }
  }
}
