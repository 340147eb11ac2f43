package timonier.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import timonier.contract.ContractServer.Answer;
import timonier.contract.Recording.Base;

/// Sends every recorded object, and compares with what kube-apiserver did: whether it accepted it,
/// with which code it refused it and for which fields, and which fields came back changed.
///
/// `-Dtimonier.contract=pod` prints the rows of a base that differ.
class ObjectsContractTest {

  /// The bases of kinds on which something acts.
  static final Set<String> ACTED =
      Set.of(
          "pod",
          "pod-small",
          "pod-hostnet",
          "configmap",
          "configmap-immutable",
          "secret",
          "secret-tls",
          "secret-docker",
          "secret-basic",
          "serviceaccount",
          "service",
          "service-headless",
          "service-nodeport",
          "service-lb",
          "service-external",
          "endpoints",
          "endpointslice",
          "namespace",
          "node",
          "event",
          "lease",
          "replicaset",
          "deployment",
          "deployment-small",
          "csr");

  /// Fields that later releases add or no longer write.
  private static final Pattern NEWER =
      Pattern.compile(
          "/metadata/labels/kubernetes.io~1metadata.name"
              + "|/metadata/annotations/(seccomp|container.apparmor)[^/]*|/metadata/selfLink"
              + "|.*/creationTimestamp|/spec/(internalTrafficPolicy|ipFamilyPolicy|ipFamilies.*"
              + "|allocateLoadBalancerNodePorts|parameters/scope"
              + "|topologyKeys.*|ipFamily|completionMode|suspend|podReplacementPolicy"
              + "|manualSelector|persistentVolumeClaimRetentionPolicy.*|username|uid|groups.*"
              + "|extra.*)|/spec/behavior.*|/status/.*"
              // templates without metadata, jobs' prefixed labels and kept TTL, daemons' surge
              + "|.*/(t|jobT)emplate/metadata|.*/(batch.kubernetes.io~1)?controller-uid"
              + "|.*/batch.kubernetes.io~1job-name|/spec/ttlSecondsAfterFinished"
              + "|/spec/updateStrategy/rollingUpdate/maxSurge");

  private final ContractServer server = new ContractServer();
  private final Map<String, Base> bases = Recording.bases();
  private final Map<String, ObjectNode> stored = new HashMap<>();
  private final Map<String, Tally> tallies = new TreeMap<>();
  private final String shown = System.getProperty("timonier.contract", "");

  @Test
  void objects_are_judged_as_recorded() {
    var rows = Recording.lines("objects.jsonl.gz");
    var newer = newer();
    assertThat(newer.size() * 20).as("rows that 1.36 judges otherwise").isLessThan(rows.size());
    rows.stream().filter(row -> isOf(row, "create")).forEach(row -> judge(row, newer));
    bases.values().stream().filter(Base::isUpdated).forEach(this::create);
    rows.stream().filter(row -> isOf(row, "update")).forEach(row -> judge(row, newer));
    tallies.forEach((base, tally) -> System.out.println(base + ": " + tally));
    var acted = sum(true);
    var others = sum(false);
    System.out.println("acted on: " + acted + "; others: " + others);
    assertThat(acted.share()).isGreaterThanOrEqualTo(99);
    assertThat(others.share()).isGreaterThanOrEqualTo(99);
  }

  private static boolean isOf(JsonNode row, String operation) {
    return row.path("op").asText().equals(operation);
  }

  private Tally sum(boolean isActed) {
    var sum = new Tally();
    tallies.forEach((base, tally) -> {
      if (ACTED.contains(base) == isActed) {
        sum.add(tally);
      }
    });
    return sum;
  }

  /// The answers of 1.36 where they differ from the recording, each with a reason and its source.
  private static Map<String, JsonNode> newer() {
    var newer = new HashMap<String, JsonNode>();
    Recording.lines("newer.jsonl").forEach(row -> newer.put(key(row), row));
    return newer;
  }

  private static String key(JsonNode row) {
    return List.of(row.path("base"), row.path("op"), row.path("where"), row.path("put")).toString();
  }

  private void create(Base base) {
    var answer = server.call("POST", base.path(), "application/json", base.object().toString());
    assertThat(answer.code()).as(base.name() + ": " + answer.body()).isEqualTo(201);
    stored.put(base.name(), (ObjectNode) answer.body());
  }

  private void judge(JsonNode recorded, Map<String, JsonNode> newer) {
    var base = Objects.requireNonNull(bases.get(recorded.path("base").asText()));
    var row = newer.getOrDefault(key(recorded), recorded);
    var isUpdate = isOf(row, "update");
    var sent =
        Recorded.changed(
            isUpdate ? Objects.requireNonNull(stored.get(base.name())) : base.object(),
            row.path("where").asText(),
            row.get("put"));
    if (isUpdate) {
      ((ObjectNode) sent.path("metadata")).remove("managedFields");
    }
    var path = base.path() + (isUpdate ? "/" + base.object().at("/metadata/name").asText() : "");
    var answer =
        server.call(
            isUpdate ? "PUT" : "POST", path + "?dryRun=All", "application/json", sent.toString());
    var wrong = difference(row, sent, answer);
    tallies.computeIfAbsent(base.name(), _ -> new Tally()).count(wrong.isEmpty());
    if (!wrong.isEmpty() && List.of(shown.split(",")).contains(base.name())) {
      System.out.println(key(row) + "\n    " + wrong);
    }
  }

  /// How an answer differs from a recorded one; empty if it does not.
  private static String difference(JsonNode row, JsonNode sent, Answer answer) {
    if (row.path("code").asInt() >= 300 || !answer.isGood()) {
      return Recorded.refusal(row, answer);
    }
    var wanted = values(row.path("set"));
    var got = new TreeMap<>(Flat.difference(sent, answer.body()));
    got.keySet().removeIf(path -> NEWER.matcher(path).matches());
    return wanted.equals(got) ? "" : "recorded values %s, got %s".formatted(wanted, got);
  }

  private static Map<String, JsonNode> values(JsonNode set) {
    var values = new TreeMap<String, JsonNode>();
    for (var entry : set.properties()) {
      if (!entry.getValue().isNull() && !NEWER.matcher(entry.getKey()).matches()) {
        values.put(entry.getKey(), entry.getValue());
      }
    }
    return values;
  }
}
