package timonier.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;
import timonier.store.Versions.Version;

@Exercise("03-3")
class VersionsForgetTest {

  private static final StoreKey KEY = new StoreKey("pods", "default", "web");

  /// Versions at these revisions; a negative number is a deletion.
  private static Versions versions(long... revisions) {
    var versions = new Versions();
    for (var revision : revisions) {
      versions.add(
          new Change(Math.abs(revision), KEY, revision < 0, new byte[1], 1, Optional.empty()));
    }
    return versions;
  }

  private static List<Long> kept(Versions versions) {
    var kept = new ArrayList<Long>();
    versions.iterator().forEachRemaining(version -> kept.add(signed(version)));
    return kept;
  }

  private static long signed(Version version) {
    return version.isDeletion() ? -version.revision() : version.revision();
  }

  private static List<Long> afterForgetting(long upTo, long... revisions) {
    var versions = versions(revisions);
    versions.forget(upTo);
    return kept(versions);
  }

  @Check("Versions that a newer one has replaced by then are forgotten.")
  void replaced_versions_are_forgotten() {
    assertThat(afterForgetting(8, 2, 5, 8, 11))
        .as("what is kept of versions at 2, 5, 8 and 11, after forgetting up to 8")
        .containsExactly(8L, 11L);
  }

  @Check("The version that held at that revision stays, even if it is older.")
  void what_held_then_stays() {
    assertThat(afterForgetting(7, 2, 5, 8))
        .as("what is kept of versions at 2, 5 and 8, after forgetting up to 7")
        .containsExactly(5L, 8L);
  }

  @Check("The only value stays, however old it is.")
  void the_only_value_stays() {
    assertThat(afterForgetting(1000, 2))
        .as("what is kept of a version at 2, after forgetting up to 1000")
        .containsExactly(2L);
  }

  @Check("What came after that revision stays, deletions too.")
  void the_future_stays() {
    assertThat(afterForgetting(4, 5, -6, 7))
        .as("what is kept of a write at 5, a deletion at 6 and a write at 7, up to 4")
        .containsExactly(5L, -6L, 7L);
  }

  @Check("A deletion that old leaves nothing behind.")
  void an_old_deletion_is_forgotten() {
    assertThat(afterForgetting(6, 2, -6))
        .as("what is kept of a write at 2 and a deletion at 6, after forgetting up to 6")
        .isEmpty();
  }

  @Check("A deletion is forgotten even when the key was written again later.")
  void a_deletion_before_a_later_write_is_forgotten() {
    assertThat(afterForgetting(7, 2, -6, 9))
        .as("what is kept of a write at 2, a deletion at 6 and a write at 9, up to 7")
        .containsExactly(9L);
  }

  @Check("Forgetting twice is forgetting once.")
  void forgetting_twice_changes_nothing() {
    var versions = versions(2, -6, 9);
    versions.forget(7);
    versions.forget(7);

    assertThat(kept(versions))
        .as("what is kept of a write at 2, a deletion at 6 and a write at 9, twice up to 7")
        .containsExactly(9L);

    var deleted = versions(2, -6);
    deleted.forget(7);
    deleted.forget(7);

    assertThat(kept(deleted))
        .as("what is kept of a write at 2 and a deletion at 6, twice up to 7")
        .isEmpty();
  }
}
