package timonier.apiserver.streams.spdy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What both sides of a SPDY connection know before the first header: words that are likely to come
/// (SPDY Protocol Draft 3.1, section 2.6.10.1).
///
/// It is given by the protocol, to the byte: with any other one, no header can be read.
final class SpdyDictionary {

  /// Words as they stand in a header block, each after its length.
  private static final List<String> WORDS =
      List.of(
          """
          options head post put delete trace accept accept-charset accept-encoding accept-language \
          accept-ranges age allow authorization cache-control connection content-base \
          content-encoding content-language content-length content-location content-md5 \
          content-range content-type date etag expect expires from host if-match \
          if-modified-since if-none-match if-range if-unmodified-since last-modified location \
          max-forwards pragma proxy-authenticate proxy-authorization range referer retry-after \
          server te trailer transfer-encoding upgrade user-agent vary via warning \
          www-authenticate method get status 200_OK version HTTP/1.1 url public set-cookie \
          keep-alive origin\
          """
              .split(" "));

  /// Pieces of values, without any lengths.
  private static final String VALUES =
      """
      100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505\
      203 Non-Authoritative Information204 No Content301 Moved Permanently400 Bad Request\
      401 Unauthorized403 Forbidden404 Not Found500 Internal Server Error501 Not Implemented\
      503 Service UnavailableJan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 \
      Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMTchunked,text/html,image/png,image/jpg,image/gif,\
      application/xml,application/xhtml+xml,text/plain,text/javascript,publicprivatemax-age=\
      gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0.\
      """;

  /// Its bytes.
  static byte[] bytes() {
    var bytes = ByteBuffer.allocate(4096);
    for (var word : WORDS) {
      var ascii = word.replace('_', ' ').getBytes(StandardCharsets.US_ASCII);
      bytes.putInt(ascii.length).put(ascii);
    }
    bytes.put(VALUES.getBytes(StandardCharsets.US_ASCII));
    return java.util.Arrays.copyOf(bytes.array(), bytes.position());
  }

  private SpdyDictionary() {}
}
