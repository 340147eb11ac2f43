package timonier.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BenchTest {

  @Test
  void a_percentile_is_the_nearest_rank() {
    var hundred =
        Latencies.of(LongStream.rangeClosed(1, 100).map(i -> (101 - i) * 1_000_000).toArray());

    assertThat(hundred.millis(.5)).isEqualTo(50);
    assertThat(hundred.millis(.99)).isEqualTo(99);
    assertThat(hundred.millis(1)).isEqualTo(100);
    assertThat(Latencies.of(new long[] {7_000_000}).millis(.99)).isEqualTo(7);
    assertThat(Latencies.of(new long[0]).millis(.5)).isZero();
  }

  @Test
  void a_goal_is_a_multiple_of_what_kubernetes_does_or_a_bound() {
    var create = BenchRow.CREATE.goal(BenchRow.State.WARM);

    assertThat(create.bound()).isEqualTo(7_840);
    assertThat(create.verdict(7_840)).isEqualTo("met");
    assertThat(create.verdict(7_839)).isEqualTo("MISSED");
    assertThat(BenchGoal.atMost(1).verdict(1.01)).isEqualTo("MISSED");
    assertThat(BenchGoal.none().isMet(0)).isTrue();
  }

  @Test
  void a_row_is_named_and_so_are_all_that_begin_alike() {
    assertThat(BenchRow.named("create")).containsExactly(BenchRow.CREATE);
    assertThat(BenchRow.named("start-nodes")).containsExactly(BenchRow.START_NODES);
    assertThat(BenchRow.named("start")).contains(BenchRow.START_CLONE, BenchRow.START_CPU);
    assertThatThrownBy(() -> BenchRow.named("star")).hasMessage("there is no row 'star'");
  }

  @Test
  void a_sample_belongs_to_the_topmost_frame_that_is_known() {
    assertThat(
            ServerSampling.subject(
                List.of("java.util.HashMap", "com.fasterxml.jackson.core.A", "timonier.store.B")))
        .isEqualTo("JSON");
    assertThat(ServerSampling.subject(List.of("java.util.HashMap", "timonier.store.B")))
        .isEqualTo("store");
    assertThat(ServerSampling.subject(List.of("java.util.HashMap"))).isEqualTo("the rest");
  }

  @Test
  void shares_are_of_the_whole_and_the_largest_comes_first() {
    assertThat(Shares.of(Map.of("a", 25L, "b", 74L, "c", 1L, "d", 0L)))
        .isEqualTo("b 74 %, a 25 %, c 1 %");
  }

  @Test
  void counters_of_a_jvm_are_read() {
    var counters = StartCounters.parse("7:\njava.cls.loadedClasses=12\nname=\"text\"\n");

    assertThat(counters.values()).containsExactly(Map.entry("java.cls.loadedClasses", 12L));
    assertThat(counters.toString()).startsWith("; 12 classes loaded from files");
  }
}
