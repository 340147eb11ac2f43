package timonier.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;
import timonier.kubelet.ImageGarbage.Candidate;
import timonier.pods.runtime.ContainerRuntime.Space;

@Exercise("02-7")
class ImageGarbageTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /// An image that came `age` minutes ago and was last used `unused` minutes ago.
  private static Candidate image(String id, long bytes, int age, int unused) {
    return new Candidate(
        id, bytes, NOW.minus(Duration.ofMinutes(age)), NOW.minus(Duration.ofMinutes(unused)));
  }

  /// Which images go from a disk of 1000 bytes with so many bytes in use.
  private static List<String> surplus(long used, Candidate... images) {
    return ImageGarbage.surplus(List.of(images), new Space(1000, 1000 - used), NOW).stream()
        .map(Candidate::id)
        .toList();
  }

  @Check("Nothing goes while less than 85 hundredths of the disk are in use.")
  void nothing_goes_while_there_is_room() {
    var old = image("old", 200, 900, 800);
    assertThat(surplus(849, old)).as("849 of 1000 bytes are in use").isEmpty();
    assertThat(surplus(850, old)).as("850 of 1000 bytes are in use").containsExactly("old");
  }

  @Check("Images go in the order of their last use, the longest ago first.")
  void the_least_recently_used_goes_first() {
    assertThat(
            surplus(
                950,
                image("yesterday", 100, 9000, 1440),
                image("today", 100, 9500, 60),
                image("last week", 100, 8000, 7000)))
        .as("150 bytes too many, three images of 100 bytes")
        .containsExactly("last week", "yesterday");
  }

  @Check("Of images whose last use is the same the one that came first goes first.")
  void of_equal_ones_the_older_goes_first() {
    assertThat(surplus(890, image("young", 100, 50, 40), image("old", 100, 90, 40)))
        .as("90 bytes too many, two images last used 40 minutes ago")
        .containsExactly("old");
  }

  @Check("No more go than it takes to come down to 80 hundredths.")
  void no_more_go_than_it_takes() {
    var first = image("first", 50, 900, 800);
    var second = image("second", 50, 900, 700);
    assertThat(surplus(850, first, second))
        .as("50 bytes too many, two images of 50 bytes")
        .containsExactly("first");
    assertThat(surplus(851, first, second))
        .as("51 bytes too many, two images of 50 bytes")
        .containsExactly("first", "second");
  }

  @Check("An image that is in use stays, however full the disk is.")
  void what_is_in_use_stays() {
    assertThat(surplus(990, image("used", 500, 900, 0), image("unused", 10, 900, 1)))
        .as("190 bytes too many, an image in use and another of 10 bytes")
        .containsExactly("unused");
  }

  @Check("An image that came less than two minutes ago stays.")
  void what_is_new_stays() {
    assertThat(surplus(990, image("new", 500, 1, 9000), image("two minutes", 10, 2, 9000)))
        .as("an image that came one minute ago, and another that came two minutes ago")
        .containsExactly("two minutes");
  }

  @Check("Large disks count as well as small ones.")
  void large_disks_count_too() {
    var tebi = 1L << 40;
    var images = List.of(new Candidate("old", 500 * tebi, Instant.EPOCH, Instant.EPOCH));
    assertThat(ImageGarbage.surplus(images, new Space(1000 * tebi, 150 * tebi), NOW))
        .as("850 of 1000 TiB are in use")
        .hasSize(1);
    assertThat(ImageGarbage.surplus(images, new Space(1000 * tebi, 160 * tebi), NOW))
        .as("840 of 1000 TiB are in use")
        .isEmpty();
  }
}
