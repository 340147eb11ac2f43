package timonier.apiserver.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import timonier.kubelet.streams.FramedChannels;

class ChunkedTest {

  private static ChunkedInput input(String text) {
    return new ChunkedInput(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void messages_come_out_of_chunks_as_they_went_in() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new ChunkedOutput(bytes);
    var sent = new FramedChannels(new ByteArrayInputStream(new byte[0]), out);
    sent.send(1, new byte[0]);
    sent.send(2, "two".getBytes(StandardCharsets.UTF_8));
    sent.end(0);
    sent.close();
    out.close();

    var in = new ChunkedInput(new ByteArrayInputStream(bytes.toByteArray()));
    var received = new FramedChannels(in, new ByteArrayOutputStream());

    assertThat(received.receive()).contains(new byte[] {1});
    assertThat(received.receive()).contains(new byte[] {2, 't', 'w', 'o'});
    assertThat(received.receive()).contains(new byte[] {(byte) 255, 0});
    assertThat(received.receive()).isEmpty();
    assertThat(in.read()).isEqualTo(-1);
  }

  @Test
  void bad_chunks_are_refused() {
    assertThatThrownBy(() -> input("zz\r\n").read()).hasMessageContaining("size of a chunk");
    assertThatThrownBy(() -> input("-1\r\n").read()).hasMessageContaining("size of a chunk");
    assertThatThrownBy(() -> input("5\r\nab").readAllBytes()).hasMessageContaining("ended");
    assertThatThrownBy(() -> input("1".repeat(200)).read()).hasMessageContaining("too long");
  }

  @Test
  void a_frame_that_is_too_tooLongor_cut_is_refused() {
    var tooLong = new ByteArrayInputStream(new byte[] {0x7f, 0, 0, 0, 1});
    var cut = new ByteArrayInputStream(new byte[] {0, 0, 0, 9, 1, 2});

    assertThatThrownBy(() -> new FramedChannels(tooLong, new ByteArrayOutputStream()).receive())
        .hasMessageContaining("a frame of");
    assertThatThrownBy(() -> new FramedChannels(cut, new ByteArrayOutputStream()).receive())
        .isInstanceOf(IOException.class);
  }
}
