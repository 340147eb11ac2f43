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
/// Certificates, tokens and the port are not in a backup: the next start uses those in the folder,
/// or makes new ones.
@Command(
    name = "restore",
    description = "Make the store of a new cluster from a backup.",
    mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {

  /// How far beyond the backup's revision the restored store begins. Kubelets and clients may have
  /// seen writes after the backup, which are lost; if those revisions were used again, they would
  /// go on with copies that were never true. After the leap, the server answers that their revision
  /// is no longer kept, and they read anew. A billion is what etcd's documentation advises for
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

  /// The addresses of the services, which the cluster should have again.
  private static Stream<String> services(Store.Snapshot content) {
    return content.entries().stream()
        .filter(entry -> entry.key().resource().equals("services"))
        .map(entry -> JsonFormat.parse(entry.value()).at("/spec/clusterIP").asText());
  }
}
