package timonier.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A request as HTTP/1.1 writes it, in parts that can each be broken.
///
/// @param method as in `GET`
/// @param target path and query, as in the first line
/// @param version as in `HTTP/1.1`
/// @param headers in their order; names may come twice
/// @param body what follows the head; its length is one of the headers
/// @param sent how many bytes are sent before the client ends its output; empty to send all, and
///   leave the output open
record Message(
    String method,
    String target,
    String version,
    List<Header> headers,
    byte[] body,
    Optional<Integer> sent) {

  record Header(String name, String value) {}

  Message method(String other) {
    return new Message(other, target, version, headers, body, sent);
  }

  Message target(String other) {
    return new Message(method, other, version, headers, body, sent);
  }

  Message version(String other) {
    return new Message(method, target, other, headers, body, sent);
  }

  /// The same with one more header.
  Message with(String name, String value) {
    var more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Message(method, target, version, more, body, sent);
  }

  Message without(String name) {
    var fewer = new ArrayList<>(headers);
    fewer.removeIf(header -> header.name().equalsIgnoreCase(name));
    return new Message(method, target, version, fewer, body, sent);
  }

  /// The same with a header instead of all with its name.
  Message instead(String name, String value) {
    return without(name).with(name, value);
  }

  /// The same with another body and its length.
  Message body(byte[] other) {
    var message = new Message(method, target, version, headers, other, sent);
    return message.instead("Content-Length", Integer.toString(other.length));
  }

  /// The same with another body, whatever the headers say.
  Message plainBody(byte[] other) {
    return new Message(method, target, version, headers, other, sent);
  }

  /// The same, cut off after some bytes.
  Message cut(int bytes) {
    return new Message(method, target, version, headers, body, Optional.of(bytes));
  }

  /// The same, after which the client ends its output.
  Message ended() {
    return sent.isPresent() ? this : cut(Integer.MAX_VALUE);
  }

  byte[] head() {
    var text = new StringBuilder();
    text.append(method).append(' ').append(target).append(' ').append(version).append("\r\n");
    for (var header : headers) {
      text.append(header.name()).append(": ").append(header.value()).append("\r\n");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  byte[] bytes() {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head());
    bytes.writeBytes(body);
    var all = bytes.toByteArray();
    return sent.map(most -> Arrays.copyOf(all, Math.min(most, all.length))).orElse(all);
  }
}
