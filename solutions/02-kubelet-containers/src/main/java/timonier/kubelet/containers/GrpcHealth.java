package timonier.kubelet.containers;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import timonier.pods.runtime.ContainerRuntime.Connection;

/// One call of `grpc.health.v1.Health/Check`, with just enough of HTTP/2: one stream, uncompressed
/// headers, and those of the answer ignored. (GRPC Health Checking Protocol; gRPC over HTTP2; RFC
/// 9113, RFC 7541.)
public final class GrpcHealth {

  /// The status of a healthy server.
  public static final String SERVING = "SERVING";

  private static final String[] STATUSES = {"UNKNOWN", SERVING, "NOT_SERVING", "SERVICE_UNKNOWN"};
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RESET = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GO_AWAY = 7;

  /// The flag of data and headers that end a stream, and of settings and pings that are answers.
  private static final int END_STREAM = 1;

  private static final int ACK = 1;
  private static final int END_HEADERS = 4;
  private static final int PADDED = 8;

  /// The largest frame unless settings say otherwise.
  private static final int LARGEST = 16_384;

  private static final int STREAM = 1;

  private final Connection connection;
  private final DataOutputStream out;
  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

  private GrpcHealth(Connection connection) {
    this.connection = connection;
    this.out = new DataOutputStream(connection.out());
  }

  /// Asks for the health of a service.
  ///
  /// @param authority the server, as in `localhost:8080`
  /// @param service the service; empty for the whole server
  /// @return one of `SERVING`, `NOT_SERVING`, `SERVICE_UNKNOWN`, `UNKNOWN`
  /// @throws IOException if the server does not answer, or not in this protocol
  public static String check(Connection connection, String authority, String service)
      throws IOException {
    var call = new GrpcHealth(connection);
    call.ask(authority, service);
    return call.status();
  }

  private void ask(String authority, String service) throws IOException {
    out.writeBytes(PREFACE);
    frame(SETTINGS, 0, 0, new byte[0]);
    frame(HEADERS, END_HEADERS, STREAM, headers(authority));
    frame(DATA, END_STREAM, STREAM, request(service));
    out.flush();
  }

  private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
    out.writeByte(payload.length >> 16);
    out.writeShort(payload.length);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
  }

  /// Fields of the static table (RFC 7541, appendix A) by number, values as plain text.
  private static byte[] headers(String authority) {
    var fields = new ByteArrayOutputStream();
    fields.write(0x80 | 3); // :method POST
    fields.write(0x80 | 6); // :scheme http
    fields.write(4); // :path
    text(fields, "/grpc.health.v1.Health/Check");
    fields.write(1); // :authority
    text(fields, authority);
    fields.writeBytes(new byte[] {0x0f, 31 - 15}); // content-type
    text(fields, "application/grpc");
    fields.writeBytes(new byte[] {0x0f, 58 - 15}); // user-agent
    text(fields, "kube-probe/1.36");
    fields.write(0);
    text(fields, "te");
    text(fields, "trailers");
    return fields.toByteArray();
  }

  /// A text shorter than 127 bytes, after its length.
  private static void text(ByteArrayOutputStream target, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 126) {
      throw new IllegalArgumentException("'%s' is too long for a probe".formatted(text));
    }
    target.write(bytes.length);
    target.writeBytes(bytes);
  }

  /// A message with the service as its first field, after five bytes with its length.
  private static byte[] request(String service) {
    var message = new ByteArrayOutputStream();
    if (!service.isEmpty()) {
      message.write(0x0a);
      text(message, service);
    }
    return ByteBuffer.allocate(5 + message.size())
        .put((byte) 0)
        .putInt(message.size())
        .put(message.toByteArray())
        .array();
  }

  private String status() throws IOException {
    var in = new DataInputStream(connection.in());
    while (!readFrame(in)) {
      out.flush();
    }
    var bytes = ByteBuffer.wrap(answer.toByteArray());
    if (bytes.remaining() < 5) {
      throw new IOException("the server has no answer to grpc.health.v1.Health/Check");
    }
    bytes.position(5);
    var isDefault = bytes.remaining() < 2;
    if (!isDefault && bytes.get() != 0x08) {
      throw new IOException("the answer does not report the health of a service");
    }
    var status = isDefault ? 0 : bytes.get();
    return status >= 0 && status < STATUSES.length ? STATUSES[status] : STATUSES[0];
  }

  /// Reads one frame.
  ///
  /// @return whether it was the last of the answer
  private boolean readFrame(DataInputStream in) throws IOException {
    var length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    var type = in.readUnsignedByte();
    var flags = in.readUnsignedByte();
    var stream = in.readInt();
    if (length > LARGEST) {
      throw new IOException("the answer is not HTTP/2");
    }
    var payload = in.readNBytes(length);
    if (payload.length < length) {
      throw new IOException("the answer was cut off");
    }
    switch (type) {
      case SETTINGS -> acknowledge(type, flags, new byte[0]);
      case PING -> acknowledge(type, flags, payload);
      case RESET, GO_AWAY -> throw new IOException("the server refuses to answer");
      case DATA -> keep(payload, flags);
      default -> {}
    }
    var isOurs = stream == STREAM && (type == DATA || type == HEADERS);
    return isOurs && (flags & END_STREAM) != 0;
  }

  private void acknowledge(int type, int flags, byte[] payload) throws IOException {
    if ((flags & ACK) == 0) {
      frame(type, ACK, 0, payload);
    }
  }

  private void keep(byte[] payload, int flags) {
    var padding = (flags & PADDED) != 0 ? payload[0] & 0xff : 0;
    var start = (flags & PADDED) != 0 ? 1 : 0;
    answer.write(payload, start, Math.max(0, payload.length - start - padding));
  }
}
