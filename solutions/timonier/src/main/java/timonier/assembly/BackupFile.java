package timonier.assembly;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import timonier.store.Backup;
import timonier.store.Store;

/// A copy of all that a cluster stores, in a file that only its owner may read: Secrets are in it.
///
/// @param path its path
/// @param bytes its bytes
/// @param content the objects in those bytes
record BackupFile(Path path, byte[] bytes, Store.Snapshot content) {

  /// Writes a copy to the disk, whole or not at all; a file that was there before is replaced only
  /// then.
  ///
  /// @throws CommandFailure if the copy is not whole, or the file cannot be written
  static BackupFile write(Path path, byte[] bytes) {
    var file = of(path, bytes);
    var target = path.toAbsolutePath().normalize();
    var draft = target.resolveSibling(target.getFileName() + ".new");
    try {
      try {
        Files.deleteIfExists(draft);
        writeDraft(draft, bytes);
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
      try (var folder = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
        folder.force(true);
      }
      return file;
    } catch (IOException e) {
      throw new CommandFailure(
          "The backup cannot be written to %s: %s. Choose another file with --to."
              .formatted(path, CommandFailure.reason(e)),
          e);
    }
  }

  private static void writeDraft(Path draft, byte[] bytes) throws IOException {
    var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    var secret = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var file = FileChannel.open(draft, options, secret)) {
      var buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        file.write(buffer);
      }
      file.force(true);
    }
  }

  /// Reads a file, and checks that it is whole.
  ///
  /// @throws CommandFailure if it is not
  static BackupFile read(Path path) {
    try {
      return of(path, Files.readAllBytes(path));
    } catch (IOException e) {
      throw new CommandFailure(
          "The backup %s cannot be read: %s. Choose another file with --from."
              .formatted(path, CommandFailure.reason(e)),
          e);
    }
  }

  private static BackupFile of(Path path, byte[] bytes) {
    try {
      return new BackupFile(path, bytes, Backup.read(path.toString(), bytes));
    } catch (Store.Damaged damage) {
      throw new CommandFailure(
          "The backup %s is damaged, cut off, or not a backup: nothing was changed. Use another."
              .formatted(path),
          damage);
    }
  }

  /// Returns what `etcdctl snapshot status` prints of a snapshot, and the line that `sha256sum`
  /// prints.
  String describe() {
    return "revision %d, %d keys, %d bytes%n%s  %s"
        .formatted(content.revision(), content.entries().size(), bytes.length, sha256(bytes), path);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each JVM has SHA-256", e);
    }
  }
}
