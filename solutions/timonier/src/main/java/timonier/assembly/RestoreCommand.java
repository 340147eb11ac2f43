package timonier.assembly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import timonier.kit.loop.LiveDisk;
import timonier.pods.objects.JsonFormat;
import timonier.store.Backup;
import timonier.store.Store;

/// Makes the store of a cluster from a backup.
///
/// Certificates, tokens and the port are not in a backup: the next start makes them, or finds those
/// that are in the folder.
@Command(
    name = "restore",
    description = "Make the store of a new cluster from a backup.",
    mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {

  /// How much later than the backup's revision the cluster goes on. Kubelets and clients may have
  /// seen what was written after the backup and is lost; were those revisions used again, they
  /// would go on from copies that were never true. With the leap they are told that their revision
  /// is no longer kept, and read anew. A billion is what etcd's documentation advises for
  /// `--bump-revision`: 1,500 writes a second for a week.
  private static final long LEAP = 1_000_000_000;

  @Option(names = "--from", required = true, paramLabel = "FILE", description = "The backup.")
  private Path from = Path.of("");

  @Option(
      names = "--data",
      required = true,
      description = "The cluster's folder, new or without a store.")
  private Path data = Path.of("");

  @Override
  public Integer call() throws IOException {
    var backup = BackupFile.read(from);
    var folder = DataFolder.open(data);
    try (var _ = folder.lock()) {
      restore(backup, folder);
    }
    System.out.println("Restored " + backup.describe());
    System.out.printf(
        "The next start with --data %s goes on after revision %d.%n",
        data, backup.content().revision() + LEAP);
    return 0;
  }

  private static void restore(BackupFile backup, DataFolder folder) {
    if (folder.read("range").isEmpty()) {
      services(backup.content())
          .flatMap(address -> HostRange.numberOfService(address).stream())
          .findFirst()
          .ifPresent(number -> folder.writeSecret("range", number + "\n"));
    }
    try {
      Backup.restore(backup.bytes(), new LiveDisk(folder.file("store")), LEAP);
      new LiveDisk(folder.path()).syncFolder();
    } catch (IllegalStateException taken) {
      throw new CommandFailure(
          ("There is a store in %s: nothing was changed. Restore into another folder, or move that"
                  + " one away first.")
              .formatted(folder.file("store")),
          taken);
    } catch (UncheckedIOException full) {
      throw new CommandFailure(
          ("The store cannot be written to %s: %s. Nothing was restored; choose another folder with"
                  + " --data.")
              .formatted(folder.file("store"), full.getMessage()),
          full);
    }
  }

  /// The addresses of the services: the cluster should have them again.
  private static Stream<String> services(Store.Snapshot content) {
    return content.entries().stream()
        .filter(entry -> entry.key().resource().equals("services"))
        .map(entry -> JsonFormat.parse(entry.value()).at("/spec/clusterIP").asText());
  }
}
