package timonier.apiserver.http;

import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/// Buffers that are reused if they are outside the heap, and never if they are in it.
///
/// A connection reads its requests into buffers of the heap. When a request is no HTTP, Jetty
/// answers it on one thread while another still reads, and both may then give the same buffer back
/// (jetty.project issue 12939). From a pool two other connections would get it, and one client
/// could read the answer to the other's request. So what a client sent is in a buffer that nobody
/// else ever has. An edge class.
final class OwnInput extends ByteBufferPool.Wrapper {

  /// @param pool of those outside the heap
  public OwnInput(ByteBufferPool pool) {
    super(pool);
  }

  @Override
  public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
    return direct ? super.acquire(size, true) : ByteBufferPool.NON_POOLING.acquire(size, false);
  }
}
