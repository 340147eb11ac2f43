package timonier.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.junit.jupiter.api.Test;

class OwnInputTest {

  private final OwnInput buffers = new OwnInput(new ArrayByteBufferPool());

  @Test
  void what_is_given_back_twice_reaches_nobody_else() {
    var broken = buffers.acquire(1024, false);
    broken.release();
    var one = buffers.acquire(1024, false);
    assertThatThrownBy(broken::release).hasMessageContaining("already released");
    var other = buffers.acquire(1024, false);
    assertThat(one.getByteBuffer()).isNotSameAs(broken.getByteBuffer());
    assertThat(one.getByteBuffer()).isNotSameAs(other.getByteBuffer());
  }

  @Test
  void what_is_outside_the_heap_is_used_again() {
    var first = buffers.acquire(1024, true);
    var bytes = first.getByteBuffer();
    first.release();
    assertThat(buffers.acquire(1024, true).getByteBuffer()).isSameAs(bytes);
  }
}
