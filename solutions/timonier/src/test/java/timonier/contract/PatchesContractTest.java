package timonier.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import timonier.contract.ContractServer.Answer;
import timonier.contract.Recording.Base;

/// Sends every recorded patch, and compares with what kube-apiserver did: whether it accepted it,
/// with which code it refused it and for which fields, the resulting object, and the owners of its
/// fields.
///
/// `newer-patches.jsonl` has the rows that 1.36 answers otherwise, and why; a row there without an
/// answer is skipped.
///
/// `-Dtimonier.contract=pod` prints the rows of a base that differ; several bases are separated by
/// commas.
class PatchesContractTest {

  private static final Map<String, String> FORMATS =
      Map.of(
          "json", "application/json-patch+json",
          "merge", "application/merge-patch+json",
          "strategic", "application/strategic-merge-patch+json");

  /// The label that holds the name of a namespace for selectors; releases have it since 1.21.
  private static final String NAME_LABEL = "/metadata/labels/kubernetes.io~1metadata.name";

  private static final List<String> SHOWN =
      List.of(System.getProperty("timonier.contract", "").split(","));

  private final ContractServer server = new ContractServer();
  private final Map<String, Base> bases = Recording.bases();
  private final Map<String, JsonNode> stored = new HashMap<>();
  private final Map<String, JsonNode> recordedFirst = new HashMap<>();
  private final Map<String, Applied> ownFirst = new HashMap<>();
  private final Map<String, Tally> tallies = new TreeMap<>();
  private int applied;

  /// The outcome of a sequence of applies.
  ///
  /// @param answers one for each
  /// @param set the fields that differ from the base
  /// @param owners the fields that each manager owns
  private record Applied(
      List<Answer> answers, Map<String, JsonNode> set, Map<String, TreeSet<String>> owners) {}

  @Test
  void patches_are_answered_as_recorded() {
    var rows = rows();
    rows.stream().map(PatchesContractTest::base).distinct().forEach(this::create);
    rows.stream().filter(row -> !isApply(row)).forEach(this::judgePatch);
    rows.stream().filter(PatchesContractTest::isFirst).forEach(this::judgeFirst);
    rows.stream().filter(row -> isApply(row) && !isFirst(row)).forEach(this::judgeApply);
    tallies.forEach((name, tally) -> System.out.println(name + ": " + tally));
    var acted = sum(true);
    var others = sum(false);
    System.out.println("acted on: " + acted + "; others: " + others);
    assertThat(acted.share()).isGreaterThanOrEqualTo(98);
    assertThat(others.share()).isGreaterThanOrEqualTo(95);
  }

  private static List<JsonNode> rows() {
    var rows = Recording.lines("patches.jsonl.gz");
    var newer = new HashMap<String, JsonNode>();
    Recording.lines("newer-patches.jsonl").forEach(row -> newer.put(key(row), row));
    assertThat(newer.size() * 20).as("rows that 1.36 answers otherwise").isLessThan(rows.size());
    return rows.stream()
        .map(row -> newer.getOrDefault(key(row), row))
        .filter(row -> row.has("code") || row.has("codes"))
        .toList();
  }

  private static String key(JsonNode row) {
    return List.of(row.path("base"), row.path("op"), row.path("patch"), row.path("steps"))
        .toString();
  }

  private static String base(JsonNode row) {
    return row.path("base").asText();
  }

  private static boolean isApply(JsonNode row) {
    return row.path("op").asText().equals("apply");
  }

  private static boolean isFirst(JsonNode row) {
    return row.path("steps").size() == 1;
  }

  private Tally sum(boolean isActed) {
    var sum = new Tally();
    tallies.forEach((name, tally) -> {
      if (ObjectsContractTest.ACTED.contains(name.split(" ", 2)[0]) == isActed) {
        sum.add(tally);
      }
    });
    return sum;
  }

  private void create(String name) {
    var base = Objects.requireNonNull(bases.get(name), name);
    var answer = server.call("POST", base.path(), "application/json", base.object().toString());
    assertThat(answer.code()).as(name + ": " + answer.body()).isEqualTo(201);
    stored.put(name, answer.body());
  }

  private void count(JsonNode row, String wrong) {
    var name = base(row) + " " + row.path("op").asText();
    tallies.computeIfAbsent(name, _ -> new Tally()).count(wrong.isEmpty());
    if (!wrong.isEmpty() && (SHOWN.contains(base(row)) || SHOWN.contains("all"))) {
      System.out.println(
          name + " " + row.path(isApply(row) ? "steps" : "patch") + "\n    " + wrong);
    }
  }

  private void judgePatch(JsonNode row) {
    var base = Objects.requireNonNull(bases.get(base(row)));
    var format = Objects.requireNonNull(FORMATS.get(row.path("op").asText()));
    var url = base.path() + "/" + base.object().at("/metadata/name").asText() + "?dryRun=All";
    var answer = server.call("PATCH", url, format, row.path("patch").toString());
    count(row, difference(row, Objects.requireNonNull(stored.get(base.name())), answer));
  }

  private static String difference(JsonNode row, JsonNode before, Answer answer) {
    var code = row.path("code").asInt();
    if (code < 300 && answer.isGood()) {
      var wanted = thin(Recorded.values(row.path("changed")));
      var got = thin(changes(before, answer.body()));
      return wanted.equals(got) ? "" : "recorded changes %s, got %s".formatted(wanted, got);
    }
    return Recorded.refusal(row, answer);
  }

  /// The fields that differ from before; `(gone)` where they are no longer there.
  private static Map<String, JsonNode> changes(JsonNode before, JsonNode after) {
    var old = Flat.of(before);
    var fresh = Flat.of(after);
    var changes = new TreeMap<String, JsonNode>();
    fresh.forEach((path, value) -> {
      if (!value.equals(old.get(path))) {
        changes.put(path, value);
      }
    });
    old.keySet().stream()
        .filter(path -> !fresh.containsKey(path))
        .forEach(path -> changes.put(path, JsonNodeFactory.instance.textNode("(gone)")));
    changes
        .keySet()
        .removeIf(path -> Flat.isVolatile(path) || path.matches("/(apiVersion|kind).*"));
    return changes;
  }

  /// Only fields with a value on which releases agree.
  private static Map<String, JsonNode> thin(Map<String, JsonNode> fields) {
    var thin = new TreeMap<>(fields);
    thin.entrySet()
        .removeIf(field ->
            saysNothing(field.getValue())
                || field.getKey().contains("alpha")
                || field.getKey().equals(NAME_LABEL)
                || field.getKey().startsWith("/status"));
    return thin;
  }

  private static boolean saysNothing(JsonNode value) {
    return value.isContainerNode()
        || value.isNull()
        || value.asText().isEmpty()
        || value.isNumber() && value.asDouble() == 0
        || value.isBoolean() && !value.asBoolean();
  }

  private void judgeFirst(JsonNode row) {
    var got = apply(row);
    recordedFirst.put(base(row), row);
    ownFirst.put(base(row), got);
    count(row, codes(row, got));
  }

  private void judgeApply(JsonNode row) {
    var got = apply(row);
    var wrong = codes(row, got);
    var first = recordedFirst.get(base(row));
    var own = ownFirst.get(base(row));
    var isGood = !got.answers().isEmpty() && got.answers().getLast().isGood();
    if (wrong.isEmpty() && isGood && first != null && own != null) {
      wrong = outcome(row, got, first, own);
    }
    count(row, wrong);
  }

  private Applied apply(JsonNode row) {
    var base = Objects.requireNonNull(bases.get(base(row)));
    var name = "q" + applied++;
    var url = base.path() + "/" + name;
    var answers = new ArrayList<Answer>();
    var last = base.object();
    for (var step : row.path("steps")) {
      var document = edited(base, step.path(2)).deepCopy();
      ((ObjectNode) document.path("metadata")).put("name", name);
      var parameters =
          "?fieldManager="
              + step.path(0).asText()
              + (step.path(1).asBoolean() ? "&force=true" : "");
      var answer =
          server.call(
              "PATCH", url + parameters, "application/apply-patch+yaml", document.toString());
      answers.add(answer);
      last = answer.isGood() ? (ObjectNode) answer.body() : last;
    }
    server.call("DELETE", url + "?gracePeriodSeconds=0", "application/json", "");
    return new Applied(answers, Flat.difference(base.object(), last), owners(last));
  }

  private static JsonNode edited(Base base, JsonNode edit) {
    return edit.isNull()
        ? base.object()
        : Recorded.changed(base.object(), edit.path(0).asText(), edit.get(1));
  }

  /// How the codes and conflicts of the steps differ from those recorded; empty if they do not.
  private static String codes(JsonNode row, Applied got) {
    for (var i = 0; i < got.answers().size(); i++) {
      var answer = got.answers().get(i);
      var recorded = row.path("codes").path(i);
      var code = recorded.path(0).asInt();
      var fields = new ArrayList<String>();
      recorded.path(1).forEach(field -> fields.add(field.asText()));
      var isSame = code < 300 ? answer.isGood() : code == answer.code();
      if (!isSame || code == 409 && !fields.stream().sorted().toList().equals(answer.fields())) {
        return "step %d: recorded %s, got %d %s: %s"
            .formatted(
                i,
                recorded,
                answer.code(),
                answer.fields(),
                answer.body().path("message").asText());
      }
    }
    return "";
  }

  /// How the object and its owners differ from those recorded, leaving out what the first apply
  /// made.
  private static String outcome(JsonNode row, Applied got, JsonNode first, Applied own) {
    var wanted = beside(Recorded.values(row.path("set")), Recorded.values(first.path("set")));
    var set = beside(got.set(), own.set());
    if (!wanted.equals(set)) {
      return "recorded values %s, got %s".formatted(wanted, set);
    }
    var owners = JsonNodeFactory.instance.objectNode();
    var all = own.owners().getOrDefault("a Apply", new TreeSet<>());
    got.owners().forEach((manager, fields) -> owners.set(manager, owned(fields, all)));
    return owners.equals(row.path("owners"))
        ? ""
        : "recorded owners %s, got %s".formatted(row.path("owners"), owners);
  }

  private static Map<String, JsonNode> beside(
      Map<String, JsonNode> fields, Map<String, JsonNode> first) {
    var beside = new TreeMap<>(thin(fields));
    beside.entrySet().removeAll(thin(first).entrySet());
    return beside;
  }

  /// The fields that a manager owns: as a difference to those of the first apply, or all of them if
  /// they have little in common.
  private static ObjectNode owned(TreeSet<String> fields, TreeSet<String> all) {
    var owned = JsonNodeFactory.instance.objectNode();
    var common = new HashSet<>(fields);
    common.retainAll(all);
    if (common.size() <= fields.size() / 2) {
      fields.forEach(owned.putArray("only")::add);
      return owned;
    }
    var with = owned.putArray("with");
    fields.stream().filter(field -> !all.contains(field)).forEach(with::add);
    var without = owned.putArray("without");
    all.stream().filter(field -> !fields.contains(field)).forEach(without::add);
    return owned;
  }

  private static Map<String, TreeSet<String>> owners(JsonNode object) {
    var owners = new TreeMap<String, TreeSet<String>>();
    for (var entry : object.at("/metadata/managedFields")) {
      var fields = new TreeSet<String>();
      paths(entry.path("fieldsV1"), "", fields);
      owners.put(entry.path("manager").asText() + " " + entry.path("operation").asText(), fields);
    }
    return owners;
  }

  private static void paths(JsonNode fields, String path, TreeSet<String> paths) {
    if (fields.isEmpty()) {
      paths.add(path.isEmpty() ? "." : path);
    }
    for (var entry : fields.properties()) {
      if (entry.getKey().equals(".")) {
        paths.add(path + " .");
      } else {
        paths(entry.getValue(), path + " " + entry.getKey(), paths);
      }
    }
  }
}
