package timonier.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Sends requests one by one, and judges each answer.
final class Fuzzer implements AutoCloseable {

  /// A run ends after so many different findings.
  private static final int MOST_FINDINGS = 40;

  private final URI server;
  private final SSLContext tls;
  private final String token;
  private final long seed;
  private final Plain plain;
  private final Api api;
  private final Rules rules;
  private final Map<String, String> findings = new TreeMap<>();
  private final Map<String, Integer> answers = new TreeMap<>();
  private final Map<Production, Map<String, Integer>> accepted = new EnumMap<>(Production.class);
  private final Set<Mutation> mutations = new HashSet<>();
  private final Map<String, String> written = new LinkedHashMap<>();
  private @Nullable Connection kept;

  Fuzzer(URI server, SSLContext tls, String token, long seed) {
    this.server = server;
    this.tls = tls;
    this.token = token;
    this.seed = seed;
    this.plain = new Plain(server, tls, token);
    this.api = plain.api();
    this.rules = new Rules(plain);
  }

  /// What the server publishes about its API.
  Api api() {
    return api;
  }

  /// The requests that broke a rule, each with all details.
  List<String> findings() {
    return List.copyOf(findings.values());
  }

  /// How often each status was answered.
  Map<String, Integer> answers() {
    return answers;
  }

  /// How often unbroken requests were accepted, by production and resource.
  Map<Production, Map<String, Integer>> accepted() {
    return accepted;
  }

  /// The resources for which unbroken requests of a production were accepted.
  Set<String> accepted(Production production) {
    return accepted.getOrDefault(production, Map.of()).keySet();
  }

  /// The mutations that were tried.
  Set<Mutation> mutations() {
    return mutations;
  }

  /// What a watch must have seen: resourceVersions, and the identities of deleted objects, each
  /// with its request.
  Map<String, String> written() {
    return written;
  }

  /// Sends requests by their numbers.
  void run(int first, int count) {
    for (var number = first; number < first + count && findings.size() < MOST_FINDINGS; number++) {
      step(number);
    }
    healthy(first + count);
  }

  private void healthy(int number) {
    var ready = plain.call("GET", "/readyz");
    if (!ready.text().equals("ok")) {
      findings.put(
          "ready", "not ready after request %d of seed %d: %s".formatted(number, seed, ready));
    }
  }

  private void step(int number) {
    var chance = Chance.from(seed, number);
    var production = chance.of(Production.values());
    var resources = production.resources(api);
    if (resources.isEmpty()) {
      return;
    }
    var place = Place.of(chance.of(resources), chance);
    var before = production.needsObject() && !chance.one(8) ? ensure(place) : find(place);
    if (production == Production.LOG || production == Production.TALK) {
      ensure(new Runner(place.namespace()));
    }
    var draft = new Draft(production, api, place, chance, plain);
    var sent = mutated(number, production.make(draft), chance);
    try {
      judge(sent, exchange(sent, chance), before);
    } catch (SocketTimeoutException e) {
      // a log that is followed may stay silent
      if (!sent.message().target().contains("follow")) {
        found(sent, "an answer comes in time", e.toString());
      }
    } catch (EOFException | SocketException | SSLException e) {
      if (!sent.breaksFraming()) {
        found(sent, "a request that is HTTP is answered", e.toString());
      }
    } catch (IOException e) {
      found(sent, "an answer is HTTP", e.toString());
    }
  }

  private Sent mutated(int number, Request made, Chance chance) {
    var mutations = new ArrayList<Mutation>();
    for (var left = chance.of(0, 0, 1, 1, 1, 1, 1, 2, 2, 3); left > 0; left--) {
      mutations.add(Mutations.pick(made, chance));
    }
    var request = made;
    for (var mutation : mutations) {
      request = Mutations.apply(mutation, request, chance);
    }
    var message = request.message(server.getAuthority(), token, Sent.agent(seed, number));
    mutations.sort(java.util.Comparator.comparing(FramingMutation.class::isInstance));
    for (var mutation : mutations) {
      message = Mutations.apply(mutation, message, chance);
    }
    return new Sent(seed, number, request, message, List.copyOf(mutations));
  }

  /// Sends a request and reads its answer. The server may have closed an unused connection; then
  /// the request is sent once more.
  private Answer exchange(Sent sent, Chance chance) throws IOException {
    var isAlone = sent.breaksFraming() || sent.request().production() == Production.TALK;
    var connection = kept;
    if (connection != null && !isAlone) {
      kept = null;
      try {
        return exchange(connection, sent, chance);
      } catch (EOFException | SocketException | SSLException _) {
        connection.close();
      }
    }
    return exchange(Connection.open(server, tls), sent, chance);
  }

  private Answer exchange(Connection connection, Sent sent, Chance chance) throws IOException {
    var keep = false;
    try {
      var isTaken = connection.send(sent.message().bytes());
      if (sent.message().sent().isPresent() && isTaken) {
        connection.end();
      }
      var target = sent.message().target();
      var isEndless = target.contains("watch") || target.contains("follow");
      var answer = connection.receive(sent.message().method().equals("HEAD"), isEndless);
      if (answer.code() == 101) {
        talk(connection, sent, answer, chance);
      }
      keep = isTaken && !sent.breaksFraming() && !answer.isLast();
      return answer;
    } finally {
      if (keep && kept == null) {
        kept = connection;
      } else {
        connection.close();
      }
    }
  }

  /// Sends frames to a pod, and waits until the server ends the connection.
  private void talk(Connection connection, Sent sent, Answer answer, Chance chance)
      throws IOException {
    var frames = Talks.frames(answer);
    var isSpdy = answer.headers().getOrDefault("upgrade", "").equals(Talks.SPDY);
    for (var mutation : sent.mutations()) {
      if (mutation instanceof TalkMutation of) {
        frames = of.apply(frames, isSpdy, chance);
      }
    }
    for (var frame : frames) {
      connection.send(frame);
    }
    connection.end();
    var _ = connection.rest();
  }

  private void judge(Sent sent, Answer answer, Optional<JsonNode> before) {
    var request = sent.request();
    mutations.addAll(sent.mutations());
    answers.merge(Integer.toString(answer.code()), 1, Integer::sum);
    if (!answer.isRefusal() && sent.mutations().isEmpty()) {
      accepted
          .computeIfAbsent(request.production(), _ -> new TreeMap<>())
          .merge(
              request.place().map(place -> place.resource().plural()).orElse(""), 1, Integer::sum);
    }
    if (!answer.isRefusal() && request.isWrite()) {
      Rules.written(sent, answer).ifPresent(what -> written.put(what, told(sent, answer)));
    }
    rules.broken(sent, answer, before).ifPresent(rule -> found(sent, rule, answer.toString()));
  }

  /// Records a finding, unless a similar one was recorded.
  private void found(Sent sent, String rule, String answer) {
    var words = answer.replaceAll("[\\dA-F]+", "0").replaceAll("(?s)\\{date.*?\\}", "");
    var kind =
        rule.substring(0, Math.min(rule.length(), 80))
            + sent.request().production()
            + words.substring(0, Math.min(words.length(), 300));
    findings.putIfAbsent(
        kind, "BROKEN: %s%n%s%nanswer: %s%n".formatted(rule, sent.story(), answer));
  }

  private static String told(Sent sent, Answer answer) {
    var text = answer.text();
    return "request %d: %s %s, answered %d %s"
        .formatted(
            sent.number(),
            sent.message().method(),
            sent.request().path(),
            answer.code(),
            text.substring(0, Math.min(200, text.length())));
  }

  private Optional<JsonNode> find(Place place) {
    var found = plain.call("GET", place.path());
    return found.isRefusal() ? Optional.empty() : Optional.of(found.json());
  }

  /// Makes an object, if it is missing.
  private Optional<JsonNode> ensure(Place place) {
    var known = find(place);
    if (known.isPresent()) {
      return known;
    }
    create(place.namespace(), place.collection(), Documents.least(api, place));
    return find(place);
  }

  private void ensure(Runner runner) {
    if (plain.call("GET", runner.path()).isRefusal()) {
      create(runner.namespace(), runner.collection(), runner.document());
    }
  }

  private void create(String namespace, String collection, JsonNode document) {
    var made = plain.call("POST", collection, document);
    if (made.code() == 404 && !namespace.isEmpty()) {
      var owner = JsonNodeFactory.instance.objectNode();
      owner.putObject("metadata").put("name", namespace);
      plain.call("POST", "/api/v1/namespaces", owner);
      made = plain.call("POST", collection, document);
    }
    if (made.code() != 201 && made.code() != 409) {
      findings.putIfAbsent(
          "least " + collection,
          "BROKEN: the least document is accepted\n" + document + "\n" + made);
    }
  }

  @Override
  public void close() {
    var connection = kept;
    if (connection != null) {
      connection.close();
    }
    plain.close();
  }
}
