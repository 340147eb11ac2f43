package timonier.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TidyTest {

  /// The classes that may touch clocks, threads, chance and files, each with its reason.
  private static final Map<String, String> EDGES =
      Map.ofEntries(
          Map.entry("kit/loop", "it is the seam"),
          Map.entry("kit/sim", "it is the seam, simulated"),
          Map.entry("kit/certificates:CertificateAuthority", "keys need real chance"),
          Map.entry("kit/certificates:CurrentIdentity", "handshakes wait for it"),
          Map.entry("kit/course", "a program for learners, outside all components"),
          Map.entry("kit/publishing", "writes pages for authors, outside all components"),
          Map.entry("kit/course:exit", "the checks' JVM ends with them"),
          Map.entry("kit/testing:PlantedBug", "compiles edited files, for tests"),
          Map.entry("kit/testing:Need", "looks at the machine, for tests"),
          Map.entry("kit/testing:Verdict", "reads the reports of tests"),
          Map.entry("kit/testing:exit", "the exit status of a verdict"),
          Map.entry("solutions/01-pods-host", "asks the operating system"),
          Map.entry("solutions/01-pods-process", "runs programs of the machine"),
          Map.entry("solutions/01-pods-programs", "programs that run inside containers"),
          Map.entry("solutions/01-pods-docker", "an engine's sockets, and files for its images"),
          Map.entry("solutions/02-kubelet-http:KubeletServer", "adapter to HTTP"),
          Map.entry("solutions/02-kubelet-node:NodeUsage", "reads what the machine has left"),
          Map.entry("solutions/02-kubelet-sources:LocalVolumes", "the files that containers see"),
          Map.entry("solutions/04-apiserver-http:HttpServer", "adapter to HTTP"),
          Map.entry(
              "solutions/04-apiserver-http:OpenWatch", "hands events to the thread of a request"),
          Map.entry("solutions/05-client:HttpTransport", "adapter to HTTP"),
          Map.entry("solutions/08-services-proxy:TcpProxy", "sockets"),
          Map.entry("solutions/08-services-proxy:SilentPeers", "reads who listens"),
          Map.entry("solutions/timonier", "assembly and command line, outside all components"),
          Map.entry("solutions/timonier-bench", "measures, outside all components"),
          Map.entry("solutions/timonier-junit", "an edge of JUnit, outside all components"),
          Map.entry(
              "solutions/timonier-testcontainers", "an edge of Docker, outside all components"),
          Map.entry("solutions/timonier:exit", "the launcher's main returns the exit status"),
          Map.entry("solutions/07-controllers:WorkQueue:retry", "it is where keys come back"),
          Map.entry("solutions/05-client:Reflector:retry", "it is where watches come back"),
          Map.entry("solutions/05-client:NodeRegistration:retry", "a heartbeat has no queue"),
          Map.entry("solutions/05-nodes:CertificateSigner:retry", "has no work queue below it"),
          Map.entry("solutions/01-pods-process:Supervised:retry", "nobody else knows how it ended"),
          Map.entry("solutions/02-kubelet:Kubelet:retry", "looks again at its runtime"),
          Map.entry("solutions/06-scheduler:Scheduler:retry", "asks how a binding ended"));

  private static final Pattern TAG = Pattern.compile("@Tag\\(\"\\w+\"\\)");

  private static Path root() {
    return Tidy.root(Path.of(System.getProperty("timonier.root", ".")));
  }

  private static List<String> rulesBrokenBy(String path, String text) {
    var sources = Sources.parse(new TreeMap<>(Map.of(path, text)));
    return new Tidy(sources, EDGES).findings().stream().map(Finding::rule).toList();
  }

  private static List<String> rulesBrokenByBody(String body) {
    return rulesBrokenBy(
        "solutions/03-store/src/main/java/A.java", "class A { void a() {\n" + body + "\n} }");
  }

  @Test
  void the_project_keeps_its_laws() {
    var findings = new Tidy(Sources.of(root()), EDGES).findings();

    assertThat(findings.stream().map(Finding::toString)).isEmpty();
  }

  @Test
  void a_module_stays_small() {
    var sizes = Sizes.of(Sources.of(root()));
    System.out.println(sizes);

    assertThat(sizes.modules()).isNotEmpty();
    assertThat(sizes.problems()).isEmpty();
  }

  private static Sizes store(int files, int lines) {
    return new Sizes(Map.of("solutions/03-store", new Sizes.Size(files, lines)));
  }

  @Test
  void a_module_that_is_too_large_is_found() {
    assertThat(store(25, 2_000).problems()).isEmpty();
    assertThat(store(26, 2_001).problems())
        .containsExactly(
            "solutions/03-store has 26 files: at most 25; what is too much is two concepts",
            "solutions/03-store has 2001 lines: at most 2000; what is too much is two concepts");
  }

  @Test
  void siblings_and_the_assembly_have_limits_of_their_own() {
    var sizes =
        new Sizes(
            new TreeMap<>(
                Map.of(
                    "solutions/01-pods-docker", new Sizes.Size(25, 2_501),
                    "solutions/05-simulation", new Sizes.Size(25, 2_501),
                    "solutions/timonier", new Sizes.Size(70, 4_001))));

    assertThat(sizes.problems().stream().map(problem -> problem.replaceAll(";.*", "")))
        .containsExactly(
            "solutions/01-pods-docker has 2501 lines: at most 2500",
            "solutions/05-simulation has 2501 lines: at most 2500",
            "solutions/timonier has 4001 lines: at most 4000");
  }

  @Test
  void all_strata_together_have_a_limit_too() {
    var strata = new TreeMap<String, Sizes.Size>();
    for (var number = 10; number < 22; number++) {
      strata.put("solutions/%d-stratum".formatted(number), new Sizes.Size(25, 2_000));
    }

    assertThat(new Sizes(strata).problems())
        .containsExactly("strata: 24000 lines together, at most 22000");
  }

  @Test
  void what_strata_hand_to_siblings_still_counts() {
    var modules = new TreeMap<String, Sizes.Size>();
    for (var number = 10; number < 20; number++) {
      modules.put("solutions/%d-stratum".formatted(number), new Sizes.Size(25, 2_000));
      modules.put("solutions/%d-stratum-sibling".formatted(number), new Sizes.Size(25, 2_500));
    }
    assertThat(new Sizes(modules).problems()).isEmpty();

    modules.put("solutions/20-stratum-sibling", new Sizes.Size(25, 1_001));
    assertThat(new Sizes(modules).problems())
        .containsExactly("strata and siblings: 46001 lines together, at most 46000");
  }

  /// The launcher finds tests that touch the machine by the tag in their source. A test that only
  /// inherits the tag would run in no lane.
  @Test
  void a_test_has_its_tags_itself() throws IOException {
    var tests = new TreeMap<String, String>();
    for (var module : List.of("kit", "solutions")) {
      try (var files = Files.walk(root().resolve(module))) {
        for (var file : files.filter(TidyTest::isTest).toList()) {
          tests.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
        }
      }
    }

    assertThat(tests).containsKey("TidyTest");
    assertThat(inheritingTags(tests)).isEmpty();
  }

  private static boolean isTest(Path file) {
    return file.toString().matches(".*/src/test/java/.*[.]java");
  }

  /// The classes whose parent has a tag that they do not repeat.
  private static List<String> inheritingTags(Map<String, String> tests) {
    var found = new ArrayList<String>();
    tests.forEach((name, text) -> {
      var parent = Pattern.compile("class " + name + " extends (\\w+)").matcher(text);
      if (parent.find()) {
        TAG.matcher(tests.getOrDefault(parent.group(1), ""))
            .results()
            .map(MatchResult::group)
            .filter(tag -> !text.contains(tag))
            .forEach(tag -> found.add(name + " has " + tag + " of " + parent.group(1) + " only"));
      }
    });
    return found;
  }

  @Test
  void a_tag_that_is_only_inherited_is_found() {
    var parent = "@Tag(\"slow\")\nclass AT {}";

    assertThat(inheritingTags(Map.of("AT", parent, "BT", "@Tag(\"slow\")\nclass BT extends AT {}")))
        .isEmpty();
    assertThat(inheritingTags(Map.of("AT", parent, "BT", "class BT extends AT {}")))
        .containsExactly("BT has @Tag(\"slow\") of AT only");
  }

  @Test
  void each_symbol_that_a_document_names_exists() throws IOException {
    var sources = Sources.of(root());
    try (var documents = Files.list(root().resolve("docs"))) {
      for (var document : documents.filter(p -> p.toString().endsWith(".adoc")).toList()) {
        assertThat(Tidy.unknownSymbols(sources, Sources.read(document)))
            .as("%s", document)
            .isEmpty();
      }
    }
  }

  @Test
  void an_invented_symbol_is_found() {
    var sources = Sources.parse(new TreeMap<>(Map.of("A.java", "class A { void run() {} }")));

    assertThat(Tidy.unknownSymbols(sources, "`A` `A#run` `A#go` `B` `lower`"))
        .containsExactly("`A#go`", "`B`");
  }

  @Test
  void nobody_has_to_read_a_sentence_twice() {
    var findings = Wording.ofProject().findings(root());

    assertThat(findings.stream().map(Finding::toString)).isEmpty();
  }

  private static List<String> wordsIn(String path, String text) {
    return Wording.ofProject().findings(path, text).stream().map(Finding::toString).toList();
  }

  @Test
  void an_awkward_phrase_is_found_in_comments_messages_names_and_documents() {
    var phrase = "who" + "ever";

    assertThat(wordsIn("A.java", "/// Says who.\n/// For " + phrase + " asks."))
        .containsExactly(
            "A.java:2: [words] \""
                + phrase
                + "\": write callers, clients, users, or the one that"
                + " acts");
    assertThat(wordsIn("A.java", "a(); // " + phrase)).hasSize(1);
    assertThat(wordsIn("A.java", "a(\"for " + phrase + " asks\");")).hasSize(1);
    assertThat(wordsIn("A.java", "void for_" + phrase + "_asks() {")).hasSize(1);
    assertThat(wordsIn("a.adoc", "For " + phrase + " asks.")).hasSize(1);
    assertThat(wordsIn("A.java", "var " + phrase + " = 1;")).isEmpty();
  }

  @Test
  void an_awkward_phrase_is_found_across_the_end_of_a_line() {
    assertThat(wordsIn("A.java", "  /// It is\n  /// tol" + "d."))
        .containsExactly(
            "A.java:1: [words] \"is tol"
                + "d\": write 'called when', 'receives',"
                + " 'learns' or 'reports'");
  }

  @Test
  void a_phrase_is_a_whole_word() {
    assertThat(wordsIn("a.adoc", "the best, besides; which of it; other half")).isEmpty();
  }

  @Test
  void a_module_imports_lower_numbers_its_siblings_and_the_kit() {
    assertThat(Tidy.allowed("solutions/04-apiserver", "solutions/03-store")).isTrue();
    assertThat(Tidy.allowed("solutions/04-apiserver", "solutions/04-apiserver-schema")).isTrue();
    assertThat(Tidy.allowed("solutions/04-apiserver-openapi", "solutions/04-apiserver")).isFalse();
    assertThat(Tidy.allowed("solutions/01-pods-process", "solutions/01-pods")).isTrue();
    assertThat(Tidy.allowed("solutions/01-pods", "solutions/01-pods-process")).isFalse();
    assertThat(Tidy.allowed("solutions/01-pods-objects", "solutions/01-pods")).isFalse();
    assertThat(Tidy.allowed("solutions/02-kubelet-containers", "solutions/02-kubelet")).isFalse();
    assertThat(Tidy.allowed("solutions/02-kubelet-http", "solutions/02-kubelet-node")).isTrue();
    assertThat(Tidy.allowed("solutions/04-apiserver", "solutions/05-client")).isFalse();
    assertThat(Tidy.allowed("solutions/04-apiserver", "kit/loop")).isTrue();
    assertThat(Tidy.allowed("kit/loop", "solutions/01-pods")).isFalse();
    assertThat(Tidy.allowed("solutions/timonier", "solutions/09-deployments")).isTrue();
  }

  @Test
  void an_import_of_a_higher_stratum_is_found() {
    var sources =
        Sources.parse(
            new TreeMap<>(
                Map.of(
                    "solutions/03-store/src/main/java/A.java",
                    "package store; import client.B; class A {}",
                    "solutions/05-client/src/main/java/B.java",
                    "package client; public class B {}")));

    assertThat(new Tidy(sources, EDGES).findings())
        .extracting(Finding::rule)
        .containsExactly("strata");
  }

  @Test
  void calls_around_the_seam_are_found() {
    for (var call :
        List.of(
            "System.nanoTime();",
            "java.time.Instant.now();",
            "Thread.sleep(1);",
            "new java.util.Random();",
            "new Thread();",
            "UUID.randomUUID();",
            "Files.write(path, bytes);",
            "new CompletableFuture<String>();")) {
      assertThat(rulesBrokenByBody(call)).as(call).containsExactly("seam");
    }
  }

  @Test
  void an_edge_and_a_test_may_go_around_the_seam() {
    var text = "class A { long a() { return System.nanoTime(); } }";

    assertThat(rulesBrokenBy("kit/loop/src/main/java/A.java", text)).isEmpty();
    assertThat(rulesBrokenBy("solutions/03-store/src/test/java/A.java", text)).isEmpty();
  }

  @Test
  void what_is_global_is_found() {
    var path = "solutions/03-store/src/main/java/A.java";

    assertThat(rulesBrokenBy(path, "class A { static int a; }")).containsExactly("global");
    assertThat(rulesBrokenBy(path, "class A { static final Object A = new HashMap<>(); }"))
        .containsExactly("global");
    assertThat(rulesBrokenByBody("System.exit(1);")).containsExactly("global");
    assertThat(rulesBrokenByBody("System.setProperty(a, b);")).containsExactly("global");
  }

  @Test
  void what_is_too_large_is_found() {
    assertThat(rulesBrokenByBody("a();\n".repeat(41))).containsExactly("size");
    assertThat(rulesBrokenByBody("a(" + "1 + ".repeat(30) + "1);")).containsExactly("size");
    assertThat(rulesBrokenBy("kit/loop/src/main/java/A.java", "\n".repeat(400) + "class A {}"))
        .containsExactly("size");
  }

  @Test
  void a_name_that_says_nothing_is_found() {
    assertThat(rulesBrokenBy("kit/loop/src/main/java/A.java", "class PodHelper {}"))
        .containsExactly("name");
  }

  @Test
  void a_retry_of_ones_own_is_found() {
    assertThat(rulesBrokenByBody("try { a(); } catch (E e) { loop.after(b, c); }"))
        .containsExactly("retry");
    assertThat(rulesBrokenByBody("try { a(); } catch (E e) { throw e; }")).isEmpty();
  }

  @Test
  void a_reminder_is_found() {
    assertThat(rulesBrokenByBody("// TO" + "DO later")).containsExactly("reminder");
  }

  @Test
  void blanks_comments_and_imports_do_not_count() {
    assertThat(Sizes.lines("import a.B;\n\n/// A.\nclass A {\n\n  // b\n}\n")).isEqualTo(2);
  }
}
