package timonier.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import timonier.contract.Recording.Base;

/// Sends the recorded requests for tables, field selectors, deletions and resources, and compares
/// the answers with kube-apiserver's.
///
/// Where 1.36 answers otherwise, `surface-newer.jsonl` has its answer and the source.
class SurfaceContractTest {

  private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

  /// Rows for what nothing here does: protect volumes in use, choose a job's pods.
  private static final Set<String> UNDONE =
      Set.of("delete pvc ", "delete pv ", "table job ", "table job-small ");

  /// Resources that are not served here.
  private static final Set<String> UNSERVED =
      Set.of(
          "v1 bindings",
          "v1 componentstatuses",
          "v1 namespaces/finalize",
          "v1 serviceaccounts/token",
          "apiregistration.k8s.io/v1 apiservices",
          "apiregistration.k8s.io/v1 apiservices/status",
          "apiextensions.k8s.io/v1 customresourcedefinitions",
          "apiextensions.k8s.io/v1 customresourcedefinitions/status");

  /// What differs in a cell between moments or clusters: ages, dates, addresses, ports and
  /// identities.
  private static final Pattern VOLATILE =
      Pattern.compile(
          "\\d+[smhdy](\\d+[smhd])?|\\d{4}-\\d\\d-\\d\\dT[0-9:]+Z|10(\\.\\d+){3}|(?<=:)3\\d{4}(?=/)"
              + "|(batch.kubernetes.io/)?controller-uid=[0-9a-f-]+");

  private final ContractServer server = new ContractServer();
  private final Map<String, Base> bases = Recording.bases();
  private final Map<String, JsonNode> newer = new HashMap<>();
  private final List<String> wrong = new ArrayList<>();

  @Test
  void the_surface_is_as_recorded() {
    Recording.lines("surface-newer.jsonl").forEach(row -> newer.put(key(row), row));
    var rows = Recording.lines("surface.jsonl");
    rows.stream()
        .map(row -> row.path("base").asText())
        .filter(name -> !name.isEmpty())
        .distinct()
        .forEach(name -> create(base(name)));
    for (var recorded : rows) {
      var row = (ObjectNode) recorded.deepCopy();
      newer
          .getOrDefault(key(row), row)
          .properties()
          .forEach(f -> row.set(f.getKey(), f.getValue()));
      row.remove("why");
      if (!UNDONE.contains(key(row))) {
        judge(row);
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static String key(JsonNode row) {
    return row.path("what").asText()
        + " "
        + row.path("base").asText(row.path("groupVersion").asText())
        + " "
        + row.path("name").asText("");
  }

  private Base base(String name) {
    return Objects.requireNonNull(bases.get(name), name);
  }

  private void create(Base base) {
    var answer = server.call("POST", base.path(), "application/json", base.object().toString());
    assertThat(answer.code()).as(base.name() + ": " + answer.body()).isEqualTo(201);
  }

  private void judge(JsonNode row) {
    var what = row.path("what").asText();
    if (what.equals("resource")) {
      resource(row);
      return;
    }
    var base = base(row.path("base").asText());
    switch (what) {
      case "table" -> table(row, base);
      case "field selectors" -> fieldSelectors(row, base);
      case "delete" -> delete(row, base);
      default -> throw new AssertionError(what);
    }
  }

  private void compare(JsonNode row, String what, Object wanted, Object got) {
    if (!wanted.equals(got)) {
      wrong.add("%s: %s recorded %s, got %s".formatted(key(row), what, wanted, got));
    }
  }

  private static String path(Base base) {
    return base.path() + "/" + base.object().at("/metadata/name").asText();
  }

  private void table(JsonNode row, Base base) {
    var table = server.get(path(base), TABLE).body();
    var columns = JsonNodeFactory.instance.arrayNode();
    for (var column : table.path("columnDefinitions")) {
      var shown = columns.addArray();
      List.of("name", "type", "format", "priority").forEach(field -> shown.add(column.path(field)));
    }
    compare(row, "columns", row.path("columns").toString(), columns.toString());
    compare(row, "cells", steady(row.path("cells")), steady(table.at("/rows/0/cells")));
  }

  private static String steady(JsonNode cells) {
    return VOLATILE.matcher(cells.toString()).replaceAll("…");
  }

  private void fieldSelectors(JsonNode row, Base base) {
    for (var field : row.path("accepted")) {
      compare(row, field.asText(), 200, select(base, field.asText()));
    }
    for (var field : row.path("refused")) {
      compare(row, field.asText(), 400, select(base, field.asText()));
    }
  }

  private int select(Base base, String field) {
    return server.get(base.path() + "?fieldSelector=" + field + "%3Dx", "").code();
  }

  private void delete(JsonNode row, Base base) {
    var answer = server.call("DELETE", path(base), "", "");
    var body = answer.body();
    compare(row, "code", row.path("code").asInt(), answer.code());
    compare(row, "kind", row.path("kind"), body.path("kind"));
    var status = body.path("status").isTextual() ? body.path("status").asText() : "null";
    compare(row, "status", row.path("status").asText(), status);
    var metadata = body.path("metadata");
    for (var field : List.of("deletionGracePeriodSeconds", "finalizers")) {
      compare(row, field, row.path(field).asText("null"), metadata.path(field).asText("null"));
    }
    var details = new TreeSet<String>();
    body.path("details").fieldNames().forEachRemaining(details::add);
    compare(row, "details", words(row.path("details")), details);
  }

  private void resource(JsonNode row) {
    var version = row.path("groupVersion").asText();
    var name = row.path("name").asText();
    if (UNSERVED.contains(version + " " + name)) {
      return;
    }
    var path = (version.contains("/") ? "/apis/" : "/api/") + version;
    for (var resource : server.get(path, "").body().path("resources")) {
      if (resource.path("name").asText().equals(name)) {
        for (var field : List.of("kind", "namespaced")) {
          compare(row, field, row.path(field), resource.path(field));
        }
        for (var field : List.of("verbs", "shortNames", "categories")) {
          compare(row, field, words(row.path(field)), words(resource.path(field)));
        }
        return;
      }
    }
    wrong.add(key(row) + " is not there");
  }

  private static Set<String> words(JsonNode list) {
    var words = new TreeSet<String>();
    list.forEach(word -> words.add(word.asText()));
    return words;
  }
}
