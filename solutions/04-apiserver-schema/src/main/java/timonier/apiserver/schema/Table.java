package timonier.apiserver.schema;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Tables that travel with a class: cells between tabs, notes after `#`.
public final class Table {

  /// The rows of a table, notes left out.
  ///
  /// @param owner a class in the same package
  /// @param name its file
  public static List<String[]> rows(Class<?> owner, String name) {
    var stream = Objects.requireNonNull(owner.getResourceAsStream(name), name);
    try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The words of a cell, between commas.
  static List<String> words(String cell) {
    return cell.isEmpty() ? List.of() : List.of(cell.split(",", -1));
  }

  private Table() {}
}
