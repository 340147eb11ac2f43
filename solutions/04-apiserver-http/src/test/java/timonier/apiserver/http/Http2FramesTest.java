package timonier.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class Http2FramesTest {

  private final Http2Frames frames = new Http2Frames();

  private boolean read(int... bytes) {
    var buffer = ByteBuffer.allocate(bytes.length);
    for (var b : bytes) {
      buffer.put((byte) b);
    }
    return frames.read(buffer.flip());
  }

  private void readPreface() {
    assertThat(read(new int[24])).isTrue();
  }

  @Test
  void a_connection_begins_with_its_preface() {
    assertThat(frames.isUnfinished()).isTrue();
    assertThat(read(new int[23])).isFalse();
    assertThat(read(0)).isTrue();
    assertThat(frames.isUnfinished()).isFalse();
  }

  @Test
  void a_frame_ends_with_its_last_byte_wherever_it_is_cut() {
    readPreface();
    assertThat(read(0, 0, 2, 0)).isFalse();
    assertThat(frames.isUnfinished()).isTrue();
    assertThat(read(0, 0, 0, 0, 1, 7)).isFalse();
    assertThat(read(7)).isTrue();
    assertThat(frames.isUnfinished()).isFalse();
    assertThat(read(0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0)).as("one ends, one begins").isTrue();
    assertThat(frames.isUnfinished()).isTrue();
  }

  @Test
  void the_head_of_a_request_ends_with_the_frame_that_says_so() {
    readPreface();
    assertThat(read(0, 0, 1, 1, 0, 0, 0, 0, 1, 7)).isFalse();
    assertThat(read(0, 0, 1, 9, 0, 0, 0, 0, 1, 7)).isFalse();
    assertThat(frames.isUnfinished()).isTrue();
    assertThat(read(0, 0, 1, 9, 4, 0, 0, 0, 1, 7)).isTrue();
    assertThat(frames.isUnfinished()).isFalse();
  }
}
