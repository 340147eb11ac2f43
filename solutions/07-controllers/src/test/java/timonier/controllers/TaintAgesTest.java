package timonier.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.pods.Node;
import timonier.pods.Pod;
import timonier.pods.Taint;

class TaintAgesTest {

  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATER = FIRST.plusSeconds(30);
  private static final String ADDED = "2025-12-31T23:59:00Z";

  private final TaintAges ages = new TaintAges();

  private static Node node(String taints) {
    return Written.node("{'metadata': {'name': 'n'}, 'spec': {'taints': [%s]}}".formatted(taints));
  }

  private static String taint(String value, String more) {
    return "{'key': 'k', 'value': '%s', 'effect': 'NoExecute'%s}".formatted(value, more);
  }

  private Optional<Instant> since(Node node) {
    return ages.dated(node).getFirst().timeAdded();
  }

  @Test
  void a_taint_without_a_time_counts_from_when_it_was_first_seen() {
    var node = node(taint("x", ""));
    ages.see(node, FIRST);
    ages.see(node, LATER);

    assertThat(since(node)).contains(FIRST);
  }

  @Test
  void a_taint_with_a_time_counts_from_then() {
    var node = node(taint("x", ", 'timeAdded': '%s'".formatted(ADDED)));
    ages.see(node, FIRST);

    assertThat(since(node)).contains(Instant.parse(ADDED));
  }

  @Test
  void a_taint_with_another_value_or_that_was_away_counts_afresh() {
    ages.see(node(taint("x", "")), FIRST);
    ages.see(node(taint("y", "")), LATER);
    assertThat(since(node(taint("y", "")))).contains(LATER);

    ages.see(node(taint("x", "")), LATER.plusSeconds(1));
    assertThat(since(node(taint("x", "")))).contains(LATER.plusSeconds(1));
  }

  @Test
  void tolerations_for_some_seconds_end() {
    var pod =
        Written.pod(
            """
            {'metadata': {'name': 'p', 'namespace': 'd'},
             'spec': {'containers': [], 'tolerations': [
               {'key': 'k', 'operator': 'Exists', 'tolerationSeconds': 5}]}}
            """);
    var node = node(taint("x", ""));
    ages.see(node, FIRST);

    assertThat(deadline(pod, node, FIRST)).contains(FIRST.plusSeconds(5));
    assertThat(deadline(pod, node, LATER)).contains(FIRST.plusSeconds(5));
  }

  private Optional<Instant> deadline(Pod pod, Node node, Instant now) {
    return TaintEviction.deadline(pod, ages.dated(node), now);
  }

  @Test
  void the_ages_of_a_forgotten_nodes_taints_are_unknown() {
    var node = node(taint("x", ""));
    ages.see(node, FIRST);
    ages.forget("n");

    assertThat(ages.dated(node)).extracting(Taint::timeAdded).containsExactly(Optional.empty());
  }
}
