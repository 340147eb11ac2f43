package timonier.apiserver.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import timonier.apiserver.requests.Body;
import timonier.pods.objects.ResourceType;
import timonier.store.Store.Entry;

/// A list in JSON: the stored bytes of its objects one after the other, put together only while
/// they are written. However long the list is, no more than a block of it is in memory once more.
///
/// @param head the list up to its first object
/// @param length how many bytes it has
public record ListBody(StorageCodec codec, Listing listing, byte[] head, long length)
    implements Body {

  private static final byte[] VERSION = "\"resourceVersion\":\"".getBytes(US_ASCII);
  private static final byte[] VERSION_END = "\",".getBytes(US_ASCII);
  private static final byte[] END = "]}".getBytes(US_ASCII);

  public static ListBody of(StorageCodec codec, Listing listing) {
    var head = head(codec.type(), listing);
    return new ListBody(codec, listing, head, length(listing, head));
  }

  private static byte[] head(ResourceType<?> type, Listing listing) {
    var next =
        listing.continueToken().isEmpty()
            ? ""
            : ",\"continue\":\"%s\",\"remainingItemCount\":%d"
                .formatted(listing.continueToken(), listing.remaining());
    return ("{\"kind\":\"%sList\",\"apiVersion\":\"%s\","
            + "\"metadata\":{\"resourceVersion\":\"%d\"%s},\"items\":[")
        .formatted(type.kind(), type.apiVersion(), listing.revision(), next)
        .getBytes(UTF_8);
  }

  private static long length(Listing listing, byte[] head) {
    var version = VERSION.length + VERSION_END.length;
    var commas = Math.max(0, listing.entries().size() - 1);
    var length = (long) head.length + END.length + commas;
    for (var entry : listing.entries()) {
      length += entry.value().length + version + digits(entry.modRevision());
    }
    return length;
  }

  private static int digits(long number) {
    var digits = 1;
    for (var rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    var blocks = new BufferedOutputStream(out, (int) Math.min(BLOCK, length));
    blocks.write(head);
    var first = true;
    for (var entry : listing.entries()) {
      if (!first) {
        blocks.write(',');
      }
      first = false;
      write(entry, blocks);
    }
    blocks.write(END);
    blocks.flush();
  }

  private void write(Entry entry, OutputStream blocks) throws IOException {
    var value = entry.value();
    var begin = codec.head().length;
    blocks.write(value, 0, begin);
    blocks.write(VERSION);
    blocks.write(Long.toString(entry.modRevision()).getBytes(US_ASCII));
    blocks.write(VERSION_END);
    blocks.write(value, begin, value.length - begin);
  }
}
