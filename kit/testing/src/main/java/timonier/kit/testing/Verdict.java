package timonier.kit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// What a run of the tests proved and did not prove, read from Surefire's reports.
///
/// @param suites every test class that ran, once for each lane
public record Verdict(List<Suite> suites) {

  private static final int SLOWEST = 12;

  /// A test class.
  ///
  /// @param module the folder of its module, as in `solutions/03-store`
  /// @param name its simple name
  /// @param tests how many tests it has, skipped ones included
  /// @param time how long they took
  /// @param skipped the reason of each test that was skipped
  /// @param failed the names of those that failed
  public record Suite(
      String module,
      String name,
      int tests,
      Duration time,
      List<String> skipped,
      List<String> failed) {

    int passed() {
      return tests - skipped.size() - failed.size();
    }

    /// Its level, from the end of its name.
    String level() {
      return name.endsWith("Scenario")
          ? "scenarios"
          : name.endsWith("Simulation") ? "simulations" : "tests";
    }
  }

  /// Prints the verdict on the reports of a checkout, and exits with 1 if a test failed.
  ///
  /// @param arguments the checkout
  public static void main(String[] arguments) throws IOException {
    var verdict = read(Path.of(arguments[0]));
    System.out.print(verdict.text());
    System.exit(verdict.failed().isEmpty() ? 0 : 1);
  }

  /// Reads the reports of all modules of a checkout.
  public static Verdict read(Path root) throws IOException {
    var suites = new ArrayList<Suite>();
    for (var parent : List.of("kit", "solutions")) {
      try (var modules = Files.list(root.resolve(parent))) {
        for (var module : modules.sorted().toList()) {
          reports(module.resolve("target/surefire-reports"))
              .forEach(file -> suites.add(suite(root.relativize(module).toString(), file)));
        }
      }
    }
    return new Verdict(List.copyOf(suites));
  }

  private static List<Path> reports(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
          .sorted()
          .toList();
    }
  }

  private static Suite suite(String module, Path file) {
    var factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    try (var in = Files.newInputStream(file)) {
      var reader = factory.createXMLStreamReader(in);
      reader.nextTag();
      var name = reader.getAttributeValue(null, "name");
      var tests = Integer.parseInt(reader.getAttributeValue(null, "tests"));
      var seconds = Double.parseDouble(reader.getAttributeValue(null, "time").replace(",", ""));
      var skipped = new ArrayList<String>();
      var failed = new ArrayList<String>();
      sort(reader, skipped, failed);
      return new Suite(
          module,
          name.substring(name.lastIndexOf('.') + 1),
          tests,
          Duration.ofMillis((long) (seconds * 1000)),
          List.copyOf(skipped),
          List.copyOf(failed));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (XMLStreamException e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    }
  }

  private static void sort(XMLStreamReader reader, List<String> skipped, List<String> failed)
      throws XMLStreamException {
    var test = "";
    while (reader.hasNext()) {
      if (reader.next() == XMLStreamReader.START_ELEMENT) {
        switch (reader.getLocalName()) {
          case "testcase" -> test = String.valueOf(reader.getAttributeValue(null, "name"));
          case "skipped" -> skipped.add(String.valueOf(reader.getAttributeValue(null, "message")));
          case "failure", "error" -> failed.add(test);
          default -> {}
        }
      }
    }
  }

  /// The failed tests, as `Class.test`.
  public List<String> failed() {
    return suites.stream()
        .flatMap(suite -> suite.failed().stream().map(test -> suite.name() + "." + test))
        .toList();
  }

  /// The table by module, the slowest classes, and last what was proved and what was not.
  public String text() {
    var text = new StringBuilder();
    byModule(text);
    slowest(text);
    text.append(proved());
    notProved(text);
    failed().forEach(test -> text.append("FAILED: %s%n".formatted(test)));
    return text.toString();
  }

  private static String minutes(Duration time) {
    return "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
  }

  private static Duration sum(Stream<Suite> suites) {
    return suites.map(Suite::time).reduce(Duration.ZERO, Duration::plus);
  }

  private void byModule(StringBuilder text) {
    var modules = new TreeMap<String, List<Suite>>();
    suites.forEach(
        suite -> modules.computeIfAbsent(suite.module(), _ -> new ArrayList<>()).add(suite));
    text.append("%nWhere the time went (min:s):%n".formatted());
    modules.forEach((module, some) ->
        text.append(
            "  %-32s %5d tests %8s%n"
                .formatted(
                    module,
                    some.stream().mapToInt(Suite::tests).sum(),
                    minutes(sum(some.stream())))));
  }

  private void slowest(StringBuilder text) {
    text.append("The slowest:%n".formatted());
    suites.stream()
        .sorted(Comparator.comparing(Suite::time).reversed())
        .limit(SLOWEST)
        .forEach(
            suite -> text.append("  %-44s %8s%n".formatted(suite.name(), minutes(suite.time()))));
  }

  private String proved() {
    var counts = new StringBuilder();
    for (var level : List.of("tests", "simulations", "scenarios")) {
      var of = suites.stream().filter(suite -> suite.level().equals(level)).toList();
      var ran = of.stream().mapToInt(Suite::passed).sum();
      counts.append(counts.isEmpty() ? "" : ", ").append(ran + " in " + level);
    }
    return "%nProved: %s.%n".formatted(counts);
  }

  private void notProved(StringBuilder text) {
    var count = suites.stream().mapToInt(suite -> suite.skipped().size()).sum();
    if (count == 0) {
      text.append("Nothing was skipped.%n".formatted());
      return;
    }
    text.append("Not proved here, for want of something on this machine: %d.%n".formatted(count));
    for (var need : Need.values()) {
      var names = new TreeSet<String>();
      suites.stream()
          .filter(suite -> suite.skipped().stream().anyMatch(need::isReasonIn))
          .forEach(suite -> names.add(suite.name()));
      if (!names.isEmpty()) {
        text.append(
            "  %s: %s%n    To add it: %s%n"
                .formatted(need.title(), String.join(", ", names), need.remedy()));
      }
    }
    otherwise(text);
  }

  /// Appends the tests that were skipped for a reason other than a [Need].
  private void otherwise(StringBuilder text) {
    for (var suite : suites) {
      suite.skipped().stream()
          .filter(reason -> Arrays.stream(Need.values()).noneMatch(n -> n.isReasonIn(reason)))
          .distinct()
          .forEach(reason -> text.append("  %s: %s%n".formatted(suite.name(), reason)));
    }
  }
}
