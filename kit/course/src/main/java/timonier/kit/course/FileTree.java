package timonier.kit.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Text files, and folders of them.
public final class FileTree {

  /// Reads the text of a file.
  ///
  /// @throws UncheckedIOException if it cannot be read
  public static String read(Path file) {
    return readIfThere(file)
        .orElseThrow(() -> new UncheckedIOException(new NoSuchFileException(file.toString())));
  }

  private static Optional<String> readIfThere(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes a file, and makes its folder if it is missing.
  static Path write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Lists the files below a folder, sorted; empty if there is no such folder.
  static List<Path> files(Path folder) {
    return List.copyOf(attributes(folder).keySet());
  }

  /// Lists the files below a folder, sorted, with their attributes.
  ///
  /// Files may come and go meanwhile: editors save a file by giving a new one its name.
  static SortedMap<Path, BasicFileAttributes> attributes(Path folder) {
    var found = new TreeMap<Path, BasicFileAttributes>();
    var visitor =
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              found.put(file, attributes);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }
        };
    try {
      Files.walkFileTree(folder, visitor);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /// Reads the files below a folder whose names have an ending.
  ///
  /// @throws UncheckedIOException if one cannot be read
  public static SortedMap<Path, String> texts(Path folder, String end) {
    var texts = new TreeMap<Path, String>();
    for (var file : files(folder)) {
      if (file.toString().endsWith(end)) {
        readIfThere(file).ifPresent(text -> texts.put(file, text));
      }
    }
    return texts;
  }

  /// Deletes a folder with its content, if it exists.
  static void delete(Path folder) {
    if (Files.exists(folder)) {
      delete(folder, _ -> true);
    }
  }

  /// Empties a folder, or makes an empty one. An existing folder is never missing meanwhile.
  static void clear(Path folder) {
    makeFolder(folder);
    delete(folder, file -> !file.equals(folder));
  }

  private static void delete(Path folder, Predicate<Path> unwanted) {
    try (var walk = Files.walk(folder)) {
      for (var file : walk.filter(unwanted).sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Makes a folder, if it is missing.
  static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FileTree() {}
}
