package timonier.apiserver.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import timonier.apiserver.schema.Table;

/// The columns of each kind (Kubernetes, `pkg/printers/internalversion`), read from a table.
final class Columns {

  /// The kinds that the table does not name.
  private static final String OTHERS = "*";

  private static final Map<String, List<Column>> BY_KIND = read();

  /// One column.
  ///
  /// @param name its heading
  /// @param type `string`, `integer`, `boolean` or `date`
  /// @param format `name` where it names the object, else empty
  /// @param priority 1 if it is shown only by `-o wide`, else 0
  /// @param cell what it says of an object
  record Column(String name, String type, String format, int priority, Cell cell) {

    private static Column of(String... row) {
      return new Column(row[1], row[2], row[3], Integer.parseInt(row[4]), Cells.of(row[5]));
    }
  }

  /// The columns of a kind, from left to right.
  static List<Column> of(String kind) {
    var known = BY_KIND.get(kind);
    return known == null ? BY_KIND.getOrDefault(OTHERS, List.of()) : known;
  }

  private static Map<String, List<Column>> read() {
    var columns = new LinkedHashMap<String, List<Column>>();
    Table.rows(Columns.class, "columns.tsv").stream()
        .skip(1)
        .forEach(
            row -> columns.computeIfAbsent(row[0], _ -> new ArrayList<>()).add(Column.of(row)));
    return columns;
  }

  private Columns() {}
}
