package timonier.apiserver;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import timonier.apiserver.ObjectReader.Listing;
import timonier.store.Store.Entry;

/// Puts the stored bytes of objects together to a list, each byte copied once.
final class ListBytes {

  private static final byte[] VERSION = "\"resourceVersion\":\"".getBytes(US_ASCII);
  private static final byte[] VERSION_END = "\",".getBytes(US_ASCII);
  private static final byte[] END = "]}".getBytes(US_ASCII);

  private final ServedType type;
  private final byte[] bytes;
  private int at;

  private ListBytes(ServedType type, int length) {
    this.type = type;
    this.bytes = new byte[length];
  }

  /// The list in JSON.
  static byte[] of(ServedType type, Listing listing) {
    var head = head(type, listing);
    var list = new ListBytes(type, length(listing, head));
    list.add(head);
    var first = true;
    for (var entry : listing.entries()) {
      if (!first) {
        list.bytes[list.at++] = ',';
      }
      first = false;
      list.add(entry);
    }
    list.add(END);
    return list.bytes;
  }

  private static byte[] head(ServedType type, Listing listing) {
    var next =
        listing.continueToken().isEmpty()
            ? ""
            : ",\"continue\":\"%s\",\"remainingItemCount\":%d"
                .formatted(listing.continueToken(), listing.remaining());
    return ("{\"kind\":\"%sList\",\"apiVersion\":\"%s\","
            + "\"metadata\":{\"resourceVersion\":\"%d\"%s},\"items\":[")
        .formatted(type.type().kind(), type.type().apiVersion(), listing.revision(), next)
        .getBytes(UTF_8);
  }

  private static int length(Listing listing, byte[] head) {
    var length = head.length + END.length + Math.max(0, listing.entries().size() - 1);
    for (var entry : listing.entries()) {
      length +=
          entry.value().length + VERSION.length + digits(entry.modRevision()) + VERSION_END.length;
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

  private void add(Entry entry) {
    var value = entry.value();
    var head = type.head().length;
    add(value, 0, head);
    add(VERSION);
    var end = at + digits(entry.modRevision());
    var rest = entry.modRevision();
    for (var digit = end - 1; digit >= at; digit--) {
      bytes[digit] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    at = end;
    add(VERSION_END);
    add(value, head, value.length - head);
  }

  private void add(byte[] piece) {
    add(piece, 0, piece.length);
  }

  private void add(byte[] piece, int from, int length) {
    System.arraycopy(piece, from, bytes, at, length);
    at += length;
  }
}
