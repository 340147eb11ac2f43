package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextBlockTest {

  @TempDir private Path folder;

  private List<TextBlock> blocks(String text) throws IOException {
    return TextBlock.of(Files.writeString(folder.resolve("index.adoc"), text));
  }

  @Test
  void input_and_output_are_distinguished() throws IOException {
    var block =
        blocks(
                """
                Type this:

                [listing,terminal=2,later=3,varies="77, Nov 21"]
                ----
                it went on
                $ wc -l \\
                    log
                77
                $ date
                ----
                """)
            .getFirst();

    assertThat(block.line()).isEqualTo(5);
    assertThat(block.isPlayed()).isTrue();
    assertThat(block.later()).isEqualTo(Duration.ofSeconds(3));
    assertThat(block.varying()).containsExactly("77", "Nov 21");
    assertThat(block.said()).containsExactly("it went on");
    assertThat(block.typed())
        .containsExactly(
            new TextBlock.Typed("wc -l \\\n    log", List.of("77")),
            new TextBlock.Typed("date", List.of()));
  }

  @Test
  void a_block_that_is_not_played_says_why() throws IOException {
    var blocks = blocks("[listing,not-played=\"why, so\"]\n----\n$ a\n----\n[b]\n----\nc\n----\n");

    assertThat(blocks.getFirst().attribute("not-played")).contains("why, so");
    assertThat(blocks.getFirst().isTyped()).isTrue();
    assertThat(blocks.getLast().isTyped()).isFalse();
  }

  @Test
  void a_word_that_varies_stays_what_it_was_when_it_was_met() {
    var words = new VaryingWords();
    words.add(List.of("3300", "10"));

    assertThat(words.matches("process 3300 of 13300", "process 41 of 13300")).isTrue();
    assertThat(words.now("kill -9 3300 && echo 13300 10")).isEqualTo("kill -9 41 && echo 13300 10");
    assertThat(words.matches("3300 ended", "41 ended")).isTrue();
    assertThat(words.matches("3300 ended", "42 ended")).isFalse();
    assertThat(words.matches("10 and 10", "1 and 2")).isFalse();
    assertThat(words.matches("10 and 10", "2 and 2")).isTrue();
    assertThat(words.isRepeated("3300 runs", "10 runs")).isTrue();
    words.add(List.of("10"));
    assertThat(words.matches("10", "5")).isTrue();
  }
}
