package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JvmTest {

  @Test
  void what_is_started_with_a_cache_can_start_others_with_it() {
    assertThat(Jvm.command(List.of("-Xmx1m"), "/caches/1.aot"))
        .contains("-Xmx1m", "-XX:AOTCache=/caches/1.aot", "-Dtimonier.cache=/caches/1.aot");
  }

  @Test
  void nothing_is_said_of_a_cache_where_there_is_none() {
    assertThat(Jvm.command(List.of(), ""))
        .noneMatch(option -> option.matches("-(XX:AOT|Xlog:aot|Dtimonier).*"));
  }
}
