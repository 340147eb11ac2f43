package timonier.pods.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EngineStreamTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private static byte[] piece(int stream, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var piece = new ByteArrayOutputStream();
    piece.writeBytes(new byte[] {(byte) stream, 0, 0, 0});
    piece.writeBytes(new byte[] {0, 0, (byte) (bytes.length >> 8), (byte) bytes.length});
    piece.writeBytes(bytes);
    return piece.toByteArray();
  }

  private void read(boolean tty, byte[]... pieces) throws IOException {
    var all = new ByteArrayOutputStream();
    for (var piece : pieces) {
      all.writeBytes(piece);
    }
    EngineStream.demultiplex(new ByteArrayInputStream(all.toByteArray()), tty, out, err);
  }

  @Test
  void pieces_go_to_the_output_they_name_however_long_they_are() throws IOException {
    var longer = "0123456789".repeat(2000);
    read(false, piece(1, "one "), piece(2, "wrong"), piece(1, longer), piece(1, ""));

    assertThat(out).hasToString("one " + longer);
    assertThat(err).hasToString("wrong");
  }

  @Test
  void a_piece_that_is_cut_off_is_a_failure() {
    var whole = piece(1, "hello");
    var cut = java.util.Arrays.copyOf(whole, whole.length - 2);

    assertThatThrownBy(() -> read(false, cut)).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> read(false, new byte[] {1, 0})).isInstanceOf(EOFException.class);
  }

  @Test
  void a_terminal_has_one_output_and_no_pieces() throws IOException {
    read(true, piece(2, "x"));

    assertThat(out.toByteArray()).isEqualTo(piece(2, "x"));
    assertThat(err.size()).isZero();
  }

  @Test
  void a_failure_has_the_engines_message() {
    assertThat(Engine.sentence("Status 404: {\"message\":\"No such image: \\\"a\\\"\"}\n"))
        .isEqualTo("No such image: \"a\"");
    assertThat(Engine.sentence("plain ")).isEqualTo("plain");
  }

  @Test
  void an_image_without_a_tag_means_its_latest() {
    assertThat(Pull.withTag("web")).isEqualTo("web:latest");
    assertThat(Pull.withTag("host:5000/web")).isEqualTo("host:5000/web:latest");
    assertThat(Pull.withTag("host:5000/web:v1")).isEqualTo("host:5000/web:v1");
    assertThat(Pull.withTag("web@sha256:00")).isEqualTo("web@sha256:00");
  }

  @Test
  void the_pause_program_is_for_known_processors_only() {
    assertThat(PauseImage.program("amd64")).startsWith(0x7f, 'E', 'L', 'F').hasSize(129);
    assertThat(PauseImage.program("arm64")).startsWith(0x7f, 'E', 'L', 'F').hasSize(152);
    assertThatThrownBy(() -> PauseImage.program("vax")).hasMessageContaining("vax");
  }
}
