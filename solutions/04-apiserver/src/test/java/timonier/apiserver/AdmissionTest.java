package timonier.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.TestServer.CONFIG_MAPS;
import static timonier.apiserver.TestServer.PODS;
import static timonier.apiserver.TestServer.expect;
import static timonier.apiserver.TestServer.refusal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import timonier.apiserver.extensions.Admission;
import timonier.apiserver.extensions.Attempt;
import timonier.apiserver.extensions.ServerContext;
import timonier.apiserver.requests.ApiResponse;
import timonier.pods.objects.ApiException;
import timonier.store.StoreKey;

/// What admission is asked, when, and what becomes of what it claimed.
class AdmissionTest {

  private final List<String> asked = new ArrayList<>();
  private final TestServer server =
      new TestServer((Admission.Factory) _ -> new Desk(), (Admission.Factory) _ -> new Porter());

  /// Gives each ConfigMap a desk with a unique number, and each pod a sidecar.
  private static final class Desk implements Admission {
    @Override
    public void mutate(Attempt attempt) {
      if (attempt.type().kind().equals("Pod") && attempt.operation() == Attempt.Operation.CREATE) {
        attempt
            .change()
            .withObject("/spec")
            .withArray("containers")
            .addObject()
            .put("name", "sidecar")
            .put("image", "proxy");
      }
      var desk = attempt.object().at("/data/desk").asText();
      if (!desk.isEmpty() && !attempt.dryRun() && writes(attempt)) {
        claim(attempt, key(desk));
      }
    }

    private static boolean writes(Attempt attempt) {
      return switch (attempt.operation()) {
        case CREATE, UPDATE -> true;
        case DELETE, CONNECT -> false;
      };
    }

    static StoreKey key(String desk) {
      return new StoreKey("desks", "", desk);
    }

    private static void claim(Attempt attempt, StoreKey key) {
      var name = attempt.key().name().getBytes(StandardCharsets.UTF_8);
      var claimed = attempt.store().put(key, name, 0);
      attempt.claimed(() -> attempt.store().delete(key, claimed.modRevision()));
    }
  }

  /// Notes what is asked, and refuses what is called `refused`.
  private final class Porter implements Admission {
    @Override
    public void validate(Attempt attempt) {
      var what = attempt.subresource().isEmpty() ? "" : "/" + attempt.subresource();
      asked.add("%s %s%s".formatted(attempt.operation(), attempt.key().name(), what));
      if (attempt.object().at("/metadata/labels/refused").asText().equals("true")) {
        throw ApiException.forbidden(attempt.type(), attempt.key().name(), "not today");
      }
    }
  }

  private boolean isClaimed(String desk) {
    return server.store.get(Desk.key(desk)).isPresent();
  }

  private ApiResponse create(String document) {
    return server.call("POST", CONFIG_MAPS, "application/json", document);
  }

  @BeforeEach
  void forgetWhatTheServerMade() {
    asked.clear();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void what_admission_adds_gets_its_defaults_too() {
    var pod = server.pod("a");

    assertThat(pod.at("/spec/containers/1/name").asText()).isEqualTo("sidecar");
    assertThat(pod.at("/spec/containers/1/imagePullPolicy").asText()).isEqualTo("Always");
    assertThat(pod.at("/spec/containers/1/terminationMessagePath").asText())
        .isEqualTo("/dev/termination-log");
  }

  @Test
  void all_that_is_done_with_an_object_is_asked() {
    server.configMap("a");
    server.merge(CONFIG_MAPS + "/a", "{'data':{'a':'2'}}");
    server.delete(CONFIG_MAPS + "/a");
    server.pod("p");
    server.bind("p", "n1");
    server.merge(PODS + "/p/status", "{'status':{'message':'m'}}");
    server.delete(PODS);

    assertThat(asked)
        .containsExactly(
            "CREATE a",
            "UPDATE a",
            "DELETE a",
            "CREATE p",
            "UPDATE p/binding",
            "UPDATE p/status",
            "DELETE p");
  }

  @Test
  void clients_that_talk_to_a_pod_are_asked_about_and_readers_of_its_log_are_not() {
    server.pod("a");
    asked.clear();

    refusal(400, "BadRequest", server.call("GET", PODS + "/a/log?container=web"));
    refusal(400, "BadRequest", server.call("POST", PODS + "/a/exec?container=web&command=ls"));
    assertThat(asked).containsExactly("CONNECT a/exec");
  }

  @Test
  void a_refusal_keeps_clients_from_talking_to_a_pod() {
    server.pod("a");
    refuse("pods", "a");

    refusal(403, "Forbidden", server.call("POST", PODS + "/a/exec?container=web&command=ls"));
  }

  /// Has an object that is there already refused from now on.
  private void refuse(String resource, String name) {
    var key = new StoreKey(resource, "default", name);
    var entry = server.store.get(key).orElseThrow();
    var named = "\"name\":\"%s\",".formatted(name);
    var text = new String(entry.value(), StandardCharsets.UTF_8);
    assertThat(text).contains(named);
    var refused = text.replaceFirst(named, named + "\"labels\":{\"refused\":\"true\"},");
    server.store.put(key, refused.getBytes(StandardCharsets.UTF_8), entry.modRevision());
  }

  @Test
  void a_refusal_of_a_deletion_keeps_the_object() {
    server.configMap("a");
    refuse("configmaps", "a");

    refusal(403, "Forbidden", server.call("DELETE", CONFIG_MAPS + "/a"));
    server.get(CONFIG_MAPS + "/a");
  }

  @Test
  void what_was_claimed_stays_with_the_object() {
    expect(201, create("{'metadata':{'name':'a'},'data':{'desk':'7'}}"));

    assertThat(isClaimed("7")).isTrue();
  }

  @Test
  void what_was_claimed_is_undone_if_the_object_is_refused() {
    refusal(422, "Invalid", create("{'metadata':{'name':'A_b'},'data':{'desk':'7'}}"));
    assertThat(isClaimed("7")).as("not valid").isFalse();

    refusal(
        403,
        "Forbidden",
        create("{'metadata':{'name':'a','labels':{'refused':'true'}},'data':{'desk':'7'}}"));
    assertThat(isClaimed("7")).as("refused by the last one asked").isFalse();

    server.configMap("b");
    refusal(409, "AlreadyExists", create("{'metadata':{'name':'b'},'data':{'desk':'7'}}"));
    assertThat(isClaimed("7")).as("there already").isFalse();
  }

  @Test
  void a_dry_run_claims_nothing() {
    var dry = CONFIG_MAPS + "?dryRun=All";

    expect(
        201,
        server.call(
            "POST", dry, "application/json", "{'metadata':{'name':'a'},'data':{'desk':'7'}}"));
    assertThat(isClaimed("7")).isFalse();
    assertThat(asked).containsExactly("CREATE a");
  }

  @Test
  void each_attempt_is_asked_once_and_what_an_overtaken_one_claimed_is_undone() {
    var rival = new Rival();
    try (var contested = new TestServer((Admission.Factory) _ -> new Desk(), rival)) {
      rival.server = Optional.of(contested);
      contested.configMap("a");
      contested.merge(CONFIG_MAPS + "/a", "{'data':{'desk':'7'}}");

      assertThat(rival.attempts).isEqualTo(2);
      assertThat(contested.store.get(Desk.key("7"))).isPresent();
      var object = contested.get(CONFIG_MAPS + "/a");
      assertThat(object.at("/data/rival").asText()).isEqualTo("was here");
      assertThat(object.at("/data/desk").asText()).isEqualTo("7");
    }
  }

  /// Overtakes the first attempt to change an object.
  private static final class Rival implements Admission, Admission.Factory {
    private Optional<TestServer> server = Optional.empty();
    private int attempts;

    @Override
    public Admission create(ServerContext context) {
      return this;
    }

    @Override
    public void validate(Attempt attempt) {
      if (attempt.object().path("data").has("desk") && attempts++ == 0) {
        server.orElseThrow().merge(CONFIG_MAPS + "/a", "{'data':{'rival':'was here'}}");
      }
    }
  }
}
