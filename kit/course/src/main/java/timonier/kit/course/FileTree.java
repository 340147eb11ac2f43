package timonier.kit.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Text files, and folders of them.
final class FileTree {

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes a file; its folder is made where it is missing.
  static Path write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The files below a folder, in their order; none if there is no such folder.
  static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The files below a folder whose names end so, with their texts.
  static SortedMap<Path, String> texts(Path folder, String end) {
    var texts = new TreeMap<Path, String>();
    for (var file : files(folder)) {
      if (file.toString().endsWith(end)) {
        texts.put(file, read(file));
      }
    }
    return texts;
  }

  /// Deletes a folder with all that is in it, if it is there.
  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (var walk = Files.walk(folder)) {
      for (var file : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FileTree() {}
}
