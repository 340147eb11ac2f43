package timonier.kit.course;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCacheTest {

  @TempDir private Path folder;

  @Test
  void checks_run_from_a_cache_and_a_broken_one_only_costs_time() throws Exception {
    var course = TinyCourse.in(folder.resolve("course"));
    var cache = course.workspace().cache();
    cache.make();

    var archive = cache.made().orElseThrow().archive();
    assertThat(course.mark("01-1")).isEqualTo(new Verdict.Unwritten());
    Files.write(archive, new byte[100_000]);
    course.solve("01-1");
    assertThat(course.mark("01-1").passed()).isTrue();
  }
}
