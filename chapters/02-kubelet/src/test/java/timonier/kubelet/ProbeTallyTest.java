package timonier.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;
import timonier.pods.Container;
import timonier.pods.objects.JsonFormat;

@Exercise("02-3")
class ProbeTallyTest {

  private static Container.Probe probe(int successThreshold, int failureThreshold) {
    var json =
        "{\"successThreshold\": %d, \"failureThreshold\": %d}"
            .formatted(successThreshold, failureThreshold);
    return JsonFormat.read(json.getBytes(StandardCharsets.UTF_8), Container.Probe.class);
  }

  /// The tally after some answers: `+` is a good one, `-` a bad one.
  private static ProbeTally tally(boolean well, Container.Probe probe, String answers) {
    var tally = ProbeTally.of(well);
    for (var answer : answers.toCharArray()) {
      tally = tally.with(answer == '+', probe);
    }
    return tally;
  }

  @Check("As many good answers in a row as the threshold says turn the verdict to well.")
  void enough_good_answers_make_it_well() {
    var probe = probe(3, 1);
    assertThat(tally(false, probe, "++").well()).as("2 good answers where 3 are needed").isFalse();
    assertThat(tally(false, probe, "+++").well()).as("3 good answers where 3 are needed").isTrue();
  }

  @Check("As many bad answers in a row as the threshold says turn the verdict to ill.")
  void enough_bad_answers_make_it_ill() {
    var probe = probe(1, 2);
    assertThat(tally(true, probe, "-").well()).as("1 bad answer where 2 are needed").isTrue();
    assertThat(tally(true, probe, "--").well()).as("2 bad answers where 2 are needed").isFalse();
  }

  @Check("A good answer breaks a row of bad ones.")
  void a_good_answer_breaks_a_row_of_bad_ones() {
    var tally = tally(true, probe(1, 3), "--+--");
    assertThat(tally.well()).as("bad, bad, good, bad, bad, where 3 in a row are needed").isTrue();
    assertThat(tally.bad()).as("the bad answers in a row at the end").isEqualTo(2);
    assertThat(tally.good()).as("the good answers in a row at the end").isZero();
  }

  @Check("A bad answer breaks a row of good ones.")
  void a_bad_answer_breaks_a_row_of_good_ones() {
    var tally = tally(false, probe(2, 3), "+-+");
    assertThat(tally.well()).as("good, bad, good, where 2 in a row are needed").isFalse();
    assertThat(tally.good()).as("the good answers in a row at the end").isEqualTo(1);
  }

  @Check("A verdict stands until enough answers speak against it.")
  void a_verdict_stands_until_enough_answers_speak_against_it() {
    assertThat(tally(true, probe(3, 3), "--+").well())
        .as("well; then bad, bad, good, where 3 in a row are needed for either verdict")
        .isTrue();
    assertThat(tally(false, probe(3, 3), "++-").well())
        .as("ill; then good, good, bad, where 3 in a row are needed for either verdict")
        .isFalse();
  }

  @Check("A threshold that is not given stands for 1 good answer and 3 bad ones.")
  void thresholds_have_defaults() {
    var none = probe(0, 0);
    assertThat(tally(false, none, "+").well()).as("1 good answer, no threshold").isTrue();
    assertThat(tally(true, none, "--").well()).as("2 bad answers, no threshold").isTrue();
    assertThat(tally(true, none, "---").well()).as("3 bad answers, no threshold").isFalse();
  }

  @Check("After more answers than needed the count still tells that it failed.")
  void it_goes_on_counting() {
    var tally = tally(false, probe(1, 2), "-----");
    assertThat(tally.bad()).as("the bad answers in a row after 5 of them").isEqualTo(5);
    assertThat(tally.hasFailed(probe(1, 2))).as("whether 5 bad answers are a failure").isTrue();
  }
}
