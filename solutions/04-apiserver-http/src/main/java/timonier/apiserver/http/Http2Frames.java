package timonier.apiserver.http;

import java.nio.ByteBuffer;

/// Follows what a client says in HTTP/2 (RFC 9113, sections 3.4 and 4), to know whether it is in
/// the middle of something: its preface, a frame, or the head of a request, which may take several.
final class Http2Frames {

  private static final int PREFACE = 24;
  private static final int FRAME_HEAD = 9;
  private static final int HEADERS = 1;
  private static final int CONTINUATION = 9;
  private static final int END_HEADERS = 4;

  private final byte[] head = new byte[FRAME_HEAD];
  private int inHead;
  private int left = PREFACE;
  private boolean isInHeaders;

  /// Whether more has to come.
  boolean isUnfinished() {
    return left > 0 || inHead > 0 || isInHeaders;
  }

  /// Reads what the client said.
  ///
  /// @return whether something came to its end in it
  boolean read(ByteBuffer bytes) {
    var hasEnded = false;
    while (bytes.hasRemaining()) {
      if (left > 0) {
        var n = Math.min(left, bytes.remaining());
        bytes.position(bytes.position() + n);
        left -= n;
      } else {
        head[inHead++] = bytes.get();
        if (inHead == FRAME_HEAD) {
          begin();
        }
      }
      hasEnded |= !isUnfinished();
    }
    return hasEnded;
  }

  private void begin() {
    inHead = 0;
    left = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff;
    if (head[3] == HEADERS || head[3] == CONTINUATION) {
      isInHeaders = (head[4] & END_HEADERS) == 0;
    }
  }
}
