package timonier.apiserver.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import timonier.kit.loop.EventLoop;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Status;

/// Reads the bodies of requests: none that is too long, and none that does not come. An edge class.
///
/// @param loop tells the time
/// @param patience how long a body may take; then its connection is closed
/// @param limit how many bytes one may have
record RequestBodies(EventLoop loop, Duration patience, int limit) {

  /// The body of a request.
  ///
  /// @throws ApiException 413 if it is longer than the limit; it is not waited for where its length
  ///   is announced
  /// @throws IOException if it does not come
  public byte[] read(HttpServletRequest request) throws IOException {
    var length = request.getContentLengthLong();
    var isOnlyOne = !request.getProtocol().startsWith("HTTP/2");
    if (length > limit && isOnlyOne) {
      throw tooLarge();
    }
    var body = request.getInputStream();
    if (length >= 0 && length <= limit && body.available() >= length) {
      return body.readNBytes((int) length);
    }
    var connection =
        ServletContextRequest.getServletContextRequest(request)
            .getConnectionMetaData()
            .getConnection();
    try (var deadline = new Deadline(loop, patience, connection.getEndPoint()::close)) {
      deadline.begin();
      if (length > limit) {
        // a client of HTTP/2 whose request is cut off does not look at the answer any more
        body.skipNBytes(length);
      }
      var bytes = body.readNBytes(limit + 1);
      if (length > limit || bytes.length > limit) {
        throw tooLarge();
      }
      return bytes;
    }
  }

  private ApiException tooLarge() {
    return new ApiException(
        Status.failure(
            413, "RequestEntityTooLarge", "Request entity too large: limit is " + limit));
  }
}
