package timonier.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import io.kubernetes.client.proto.Runtime;
import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;

/// Writes documents in the form that Go clients send. Leaves out what the form cannot express.
final class ProtobufWriter {

  /// Writes a document in its envelope; empty if its kind has no message.
  static Optional<byte[]> write(JsonNode document) {
    var apiVersion = document.path("apiVersion").asText();
    var kind = document.path("kind").asText();
    return descriptor(apiVersion, kind)
        .map(found -> envelope(apiVersion, kind, message(found, document)));
  }

  private static byte[] envelope(String apiVersion, String kind, DynamicMessage message) {
    var envelope =
        Runtime.Unknown.newBuilder()
            .setTypeMeta(Runtime.TypeMeta.newBuilder().setApiVersion(apiVersion).setKind(kind))
            .setRaw(message.toByteString())
            .build();
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {'k', '8', 's', 0});
    bytes.writeBytes(envelope.toByteArray());
    return bytes.toByteArray();
  }

  /// The published classes are named after version and group, as in `V1Apps`.
  private static Optional<Descriptor> descriptor(String apiVersion, String kind) {
    var parts = apiVersion.split("/", 2);
    var group = parts.length == 1 ? "" : parts[0].split("\\.", 2)[0];
    var suffix =
        group.isEmpty() ? "" : group.substring(0, 1).toUpperCase(Locale.ROOT) + group.substring(1);
    try {
      var file = Class.forName("io.kubernetes.client.proto.V1" + suffix);
      var descriptor = (FileDescriptor) file.getMethod("getDescriptor").invoke(null);
      return Optional.ofNullable(descriptor.findMessageTypeByName(kind));
    } catch (ReflectiveOperationException _) {
      return Optional.empty();
    }
  }

  private static DynamicMessage message(Descriptor type, JsonNode tree) {
    var message = DynamicMessage.newBuilder(type);
    for (var entry : tree.properties()) {
      var field = type.findFieldByName(entry.getKey());
      if (field != null) {
        set(message, field, entry.getValue());
      }
    }
    return message.build();
  }

  private static void set(DynamicMessage.Builder message, FieldDescriptor field, JsonNode value) {
    if (field.isMapField()) {
      var entry = field.getMessageType();
      for (var pair : value.properties()) {
        var made =
            DynamicMessage.newBuilder(entry).setField(entry.findFieldByNumber(1), pair.getKey());
        single(entry.findFieldByNumber(2), pair.getValue())
            .ifPresent(below -> made.setField(entry.findFieldByNumber(2), below));
        message.addRepeatedField(field, made.build());
      }
    } else if (field.isRepeated()) {
      value.forEach(
          item -> single(field, item).ifPresent(one -> message.addRepeatedField(field, one)));
    } else {
      single(field, value).ifPresent(one -> message.setField(field, one));
    }
  }

  private static Optional<Object> single(FieldDescriptor field, JsonNode value) {
    return switch (field.getJavaType()) {
      case STRING -> text(value).map(text -> text);
      case BOOLEAN -> Optional.of(value.asBoolean());
      case INT -> Optional.of(value.asInt());
      case LONG -> Optional.of(value.asLong());
      case DOUBLE -> Optional.of(value.asDouble());
      case BYTE_STRING -> text(value).map(ByteString::copyFromUtf8);
      case MESSAGE -> Optional.of(special(field.getMessageType(), value));
      case FLOAT, ENUM -> Optional.empty();
    };
  }

  private static Optional<String> text(JsonNode value) {
    return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
  }

  /// Writes values that are text or a number in JSON, and a message in this form.
  private static DynamicMessage special(Descriptor type, JsonNode value) {
    var message = DynamicMessage.newBuilder(type);
    switch (type.getName()) {
      case "Quantity" -> message.setField(type.findFieldByName("string"), value.asText());
      case "Time", "MicroTime" -> message.setField(type.findFieldByName("seconds"), seconds(value));
      case "IntOrString" ->
          message
              .setField(type.findFieldByName("type"), value.isTextual() ? 1L : 0L)
              .setField(type.findFieldByName("intVal"), value.asInt())
              .setField(type.findFieldByName("strVal"), value.asText());
      default -> {
        return message(type, value);
      }
    }
    return message.build();
  }

  private static long seconds(JsonNode value) {
    try {
      return OffsetDateTime.parse(value.asText()).toEpochSecond();
    } catch (DateTimeException _) {
      return Long.MAX_VALUE;
    }
  }

  private ProtobufWriter() {}
}
