package timonier.apiserver.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.ee10.servlet.HttpOutput;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import timonier.kit.loop.BlockOutput;

/// Writes the body of an answer in blocks as large as they come, each at once, where the servlet
/// would cut them into pieces of its small buffer. An edge class.
final class HttpBlocks extends BlockOutput {

  private final HttpOutput out;

  /// @param request the request that is answered
  public HttpBlocks(HttpServletRequest request) {
    this.out = ServletContextRequest.getServletContextRequest(request).getHttpOutput();
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(ByteBuffer.wrap(bytes, offset, length));
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }
}
