package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import timonier.kit.loop.FileTree;
import timonier.kit.testing.Need;
import timonier.kit.testing.Needs;

/// PostgreSQL under Patroni, which elects its leader through the API server: it watches endpoints
/// and pods with `watch=True`, takes the lead by a patch with a resource version, labels its own
/// pods, and writes the endpoints of the leader's service.
@Tag("real")
@Timeout(1200)
@EnabledIfSystemProperty(
    named = "timonier.extent",
    matches = "long",
    disabledReason = "a database takes a while; ./timonier verify --long")
class PatroniScenario {

  private static final List<String> MEMBERS = List.of("pg-0", "pg-1", "pg-2");
  private static final Path RESOURCES =
      Shell.root().resolve("solutions/timonier/src/test/resources/timonier/assembly/patroni");

  /// Enough to make a database and copy it twice on a busy machine.
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /// How many rounds of two seconds each member must pass without a complaint: more than a minute,
  /// after which it reads its token again.
  private static final int QUIET_ROUNDS = 35;

  /// What Patroni and PostgreSQL log when something is wrong. (PostgreSQL also logs it when asked,
  /// during its start, whether it is ready.)
  private static final Pattern COMPLAINT =
      Pattern.compile(".*(Traceback|WARNING|ERROR|CRITICAL|FATAL|PANIC).*");

  private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
  private volatile boolean isWriting = true;
  private Path home = Path.of("");
  private DetachedCluster cluster = new DetachedCluster(Path.of(""));
  private Shell shell = cluster.shell();

  @BeforeEach
  void makeHome() throws IOException {
    home = Files.createTempDirectory("timonier-patroni");
    cluster = new DetachedCluster(data(), Map.of("PGCONNECT_TIMEOUT", "3"));
    shell = cluster.shell();
  }

  private Path data() {
    return home.resolve("data");
  }

  @AfterEach
  void stop() {
    cluster.close();
    FileTree.remove(home);
  }

  @Test
  @Needs({Need.ROOT, Need.IPROUTE, Need.KUBECTL, Need.PATRONI})
  void a_database_fails_over_and_keeps_what_it_acknowledged() throws Exception {
    startCluster();
    shell.kubectl("apply", "-f", RESOURCES.resolve("services.yaml").toString());
    for (var member : MEMBERS) {
      shell.kubectl("apply", "-f", manifest(member));
    }
    awaitWhole();
    assertQuiet();

    var first = leader();
    sql("pg", "create table kept (n int primary key)");
    var writer = Thread.ofVirtual().start(this::write);
    awaitWrites();
    shell.kubectl("delete", "pod", first, "--grace-period=0", "--force");
    Shell.eventually("another member leads", PATIENCE, () -> !leader().equals(first));
    awaitWrites();

    shell.kubectl("apply", "-f", manifest(first));
    awaitWhole();
    awaitWrites();
    isWriting = false;
    writer.join();

    assertThat(leader()).isNotEqualTo(first);
    assertThat(replicas()).contains(first);
    assertThat(sql("pg", "select n from kept").lines().map(Integer::valueOf))
        .containsAll(acknowledged);
    assertThat(sql("pg-replicas", "select pg_is_in_recovery()")).isEqualTo("t");
    assertQuiet();
    System.out.printf("%d writes acknowledged, none lost%n", acknowledged.size());
  }

  /// Pods reach the API server at the host's address on their bridge.
  private void startCluster() throws IOException {
    cluster.up("process", 3, "--read-only-port", "0", "--bind-address", "0.0.0.0");
    var settings = Files.createDirectory(home.resolve("settings"));
    var programs = shell.must("pg_config", "--bindir");
    Files.writeString(
        settings.resolve("patroni.yml"), resource("patroni.yml").replace("@PROGRAMS@", programs));
    var account = Files.createDirectory(home.resolve("account"));
    Files.copy(data().resolve("ca.crt"), account.resolve("ca.crt"));
    Files.writeString(account.resolve("token"), kept("admin.token"));
    shell.must("chown", "-R", "postgres", account.toString());
  }

  private static String resource(String name) throws IOException {
    return Files.readString(RESOURCES.resolve(name));
  }

  /// Writes the manifest of a member, with a folder for its data.
  private String manifest(String member) throws IOException {
    var folder = Files.createDirectories(home.resolve(member));
    shell.must("chown", "postgres", folder.toString());
    var text =
        resource("member.yaml")
            .replace("@NAME@", member)
            .replace("@HOME@", home.toString())
            .replace("@USER@", shell.must("id", "-u", "postgres"))
            .replace("@GROUP@", shell.must("id", "-g", "postgres"))
            .replace("@PORT@", kept("port"))
            .replace("@GATEWAY@", HostRange.of(Integer.parseInt(kept("range"))).gateway());
    return Files.writeString(home.resolve(member + ".yaml"), text).toString();
  }

  private String kept(String file) throws IOException {
    return Files.readString(data().resolve(file)).strip();
  }

  /// Waits until one member leads, two follow it, and one of these has all acknowledged writes.
  private void awaitWhole() {
    Shell.eventually("two follow a leader", PATIENCE, () -> replicas().size() == 2 && isFollowed());
    shell.kubectl("wait", "--for=condition=Ready", "pod", "-l", "cluster=pg", "--timeout=60s");
  }

  private boolean isFollowed() {
    return run(
            "pg",
            "select count(*), count(*) filter (where sync_state = 'sync')"
                + " from pg_stat_replication where state = 'streaming'")
        .output()
        .strip()
        .equals("2|1");
  }

  /// The pod behind the service that has no selector.
  private String leader() {
    return shell.kubectl(
        "get",
        "endpointslices",
        "-l",
        "kubernetes.io/service-name=pg",
        "-o",
        "jsonpath={.items[*].endpoints[*].targetRef.name}");
  }

  private List<String> replicas() {
    return List.of(
        shell
            .kubectl(
                "get",
                "pods",
                "-l",
                "cluster=pg,role=replica",
                "-o",
                "jsonpath={.items[*].metadata.name}")
            .split(" "));
  }

  /// Asks the database behind a service.
  private String sql(String service, String statement) {
    var result = run(service, statement);
    assertThat(result.exit()).as(statement + "\n" + result.output()).isZero();
    return result.output().strip();
  }

  private Shell.Result run(String service, String statement) {
    var address = shell.kubectl("get", "service", service, "-o", "jsonpath={.spec.clusterIP}");
    return shell.run("psql", "-X", "-h", address, "-U", "postgres", "-Atqc", statement);
  }

  /// Writes one row after another; some are refused while no member leads.
  private void write() {
    for (var row = 1; isWriting; row++) {
      if (run("pg", "insert into kept values (%d)".formatted(row)).exit() == 0) {
        acknowledged.add(row);
      }
    }
  }

  private void awaitWrites() {
    var before = acknowledged.size();
    Shell.eventually("writes are acknowledged", PATIENCE, () -> acknowledged.size() > before + 20);
  }

  /// Waits for a number of rounds of each member, in which none may log a complaint.
  private void assertQuiet() {
    var since = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    for (var member : MEMBERS) {
      Shell.eventually(
          member + " goes through its rounds",
          PATIENCE,
          () ->
              log(member, since).filter(line -> line.contains("no action.")).count()
                  >= QUIET_ROUNDS);
    }
    for (var member : MEMBERS) {
      assertThat(log(member, since))
          .as(member)
          .noneMatch(line -> COMPLAINT.matcher(line).matches());
    }
  }

  private Stream<String> log(String member, Instant since) {
    return shell.kubectl("logs", member, "--since-time=" + since).lines();
  }
}
