package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.Runtime;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.proto.V1Apps;
import io.kubernetes.client.proto.V1Authentication;
import io.kubernetes.client.proto.V1Authorization;
import io.kubernetes.client.proto.V1Autoscaling;
import io.kubernetes.client.proto.V1Batch;
import io.kubernetes.client.proto.V1Certificates;
import io.kubernetes.client.proto.V1Coordination;
import io.kubernetes.client.proto.V1Discovery;
import io.kubernetes.client.proto.V1Events;
import io.kubernetes.client.proto.V1Networking;
import io.kubernetes.client.proto.V1Policy;
import io.kubernetes.client.proto.V1Rbac;
import io.kubernetes.client.proto.V1Scheduling;
import io.kubernetes.client.proto.V2Autoscaling;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import timonier.apiserver.schema.FieldType.ListOf;
import timonier.apiserver.schema.FieldType.MapOf;
import timonier.apiserver.schema.FieldType.Scalar;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.pods.objects.ApiException;

/// Reads the protobuf bodies that Go clients write: four bytes `k8s\0`, then a `runtime.Unknown`
/// that wraps the object.
///
/// Field names are those of JSON. What JSON writes inline is a message of its own here: its field
/// is not in the schema, and its content is lifted into the parent. Go writes fields that are not
/// pointers even where they are empty; those are left out.
///
/// Of the published classes only the descriptors are used: their parsers are of a generation that
/// can be made to take very long (GHSA-h4h5-3hr4-j3g2), and warn of it.
public final class ProtobufBody {

  /// The media type.
  public static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

  private static final byte[] MAGIC = {'k', '8', 's', 0};

  /// The tree of the object in a body.
  ///
  /// @throws ApiException 400 if it cannot be read
  public static ObjectNode read(byte[] body, Schemas schemas) {
    if (body.length < 4 || !java.util.Arrays.equals(body, 0, 4, MAGIC, 0, 4)) {
      throw ApiException.badRequest("provided data does not appear to be a protobuf message");
    }
    try {
      var wrapped = ByteString.copyFrom(body, 4, body.length - 4);
      var envelope = DynamicMessage.parseFrom(Runtime.Unknown.getDescriptor(), wrapped);
      var type = (Message) field(envelope, "typeMeta");
      var apiVersion = (String) field(type, "apiVersion");
      var kind = (String) field(type, "kind");
      var raw = (ByteString) field(envelope, "raw");
      var message = DynamicMessage.parseFrom(descriptor(apiVersion, kind), raw);
      var tree = JsonNodeFactory.instance.objectNode();
      tree.put("apiVersion", apiVersion).put("kind", kind);
      fill(tree, message, schema(schemas, apiVersion, kind));
      return tree;
    } catch (InvalidProtocolBufferException | DateTimeException | ArithmeticException e) {
      throw ApiException.badRequest("the protobuf body cannot be read: " + e.getMessage());
    }
  }

  private static Optional<Struct> schema(Schemas schemas, String apiVersion, String kind) {
    if (kind.equals("DeleteOptions")) {
      return schemas.of("meta", "v1", kind);
    }
    var slash = apiVersion.indexOf('/');
    return slash < 0
        ? schemas.of("", apiVersion, kind)
        : schemas.of(apiVersion.substring(0, slash), apiVersion.substring(slash + 1), kind);
  }

  private static Descriptor descriptor(String apiVersion, String kind) {
    var file = kind.equals("DeleteOptions") ? Meta.getDescriptor() : file(apiVersion);
    var descriptor = file.findMessageTypeByName(kind);
    if (descriptor == null) {
      throw ApiException.badRequest("no kind \"%s\" in version \"%s\"".formatted(kind, apiVersion));
    }
    return descriptor;
  }

  private static FileDescriptor file(String apiVersion) {
    return switch (apiVersion) {
      case "v1" -> V1.getDescriptor();
      case "apps/v1" -> V1Apps.getDescriptor();
      case "authentication.k8s.io/v1" -> V1Authentication.getDescriptor();
      case "authorization.k8s.io/v1" -> V1Authorization.getDescriptor();
      case "autoscaling/v1" -> V1Autoscaling.getDescriptor();
      case "autoscaling/v2" -> V2Autoscaling.getDescriptor();
      case "batch/v1" -> V1Batch.getDescriptor();
      case "certificates.k8s.io/v1" -> V1Certificates.getDescriptor();
      case "coordination.k8s.io/v1" -> V1Coordination.getDescriptor();
      case "discovery.k8s.io/v1" -> V1Discovery.getDescriptor();
      case "events.k8s.io/v1" -> V1Events.getDescriptor();
      case "networking.k8s.io/v1" -> V1Networking.getDescriptor();
      case "policy/v1" -> V1Policy.getDescriptor();
      case "rbac.authorization.k8s.io/v1" -> V1Rbac.getDescriptor();
      case "scheduling.k8s.io/v1" -> V1Scheduling.getDescriptor();
      default -> throw ApiException.badRequest("no version \"" + apiVersion + "\" here");
    };
  }

  private static void fill(ObjectNode tree, Message message, Optional<Struct> schema) {
    for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
      var name = entry.getKey().getName();
      var field = schema.flatMap(struct -> struct.field(name));
      if (field.isEmpty() && schema.isPresent() && entry.getValue() instanceof Message inline) {
        fill(tree, inline, schema);
      } else {
        var type = field.map(FieldType.Field::type);
        var value = value(entry.getKey(), entry.getValue(), type);
        if (field.filter(FieldType.Field::nullable).isPresent() || !isEmpty(value)) {
          tree.set(name, value);
        }
      }
    }
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isNull()
        || (value.isTextual() && value.asText().isEmpty())
        || (value.isNumber() && value.asLong() == 0)
        || (value.isBoolean() && !value.asBoolean())
        || (value.isObject() && value.isEmpty());
  }

  private static JsonNode value(FieldDescriptor field, Object value, Optional<FieldType> type) {
    if (field.isMapField()) {
      return map((Iterable<?>) value, type);
    }
    if (field.isRepeated()) {
      var list = JsonNodeFactory.instance.arrayNode();
      var element = type.map(t -> t instanceof ListOf of ? of.element() : t);
      ((Iterable<?>) value).forEach(item -> list.add(single(item, element)));
      return list;
    }
    return single(value, type);
  }

  private static JsonNode map(Iterable<?> entries, Optional<FieldType> type) {
    var tree = JsonNodeFactory.instance.objectNode();
    var below = type.map(t -> t instanceof MapOf of ? of.value() : t);
    for (var entry : entries) {
      var pair = (Message) entry;
      var fields = pair.getDescriptorForType();
      var key = pair.getField(fields.findFieldByNumber(1));
      tree.set(key.toString(), single(pair.getField(fields.findFieldByNumber(2)), below));
    }
    return tree;
  }

  private static JsonNode single(Object value, Optional<FieldType> type) {
    var json = JsonNodeFactory.instance;
    return switch (value) {
      case Message message -> message(message, type);
      case String text -> json.textNode(text);
      case Boolean flag -> json.booleanNode(flag);
      case Integer number -> json.numberNode(number);
      case Long number -> json.numberNode(number);
      case ByteString bytes ->
          json.textNode(Base64.getEncoder().encodeToString(bytes.toByteArray()));
      default -> json.textNode(value.toString());
    };
  }

  /// Messages that JSON writes as a single value.
  private static JsonNode message(Message message, Optional<FieldType> type) {
    var json = JsonNodeFactory.instance;
    if (type.isPresent() && type.get() instanceof Scalar scalar) {
      return switch (scalar) {
        case QUANTITY -> json.textNode(String.valueOf(field(message, "string")));
        case TIME -> time(message, ChronoUnit.SECONDS);
        case MICRO_TIME -> time(message, ChronoUnit.MICROS);
        case INT_OR_STRING ->
            field(message, "type").equals(0L)
                ? json.numberNode((Integer) field(message, "intVal"))
                : json.textNode(String.valueOf(field(message, "strVal")));
        default -> json.nullNode();
      };
    }
    if (type.isPresent() && type.get() instanceof ListOf) {
      // a list that has a name in Go is a message of its own
      var items = message.getDescriptorForType().findFieldByName("items");
      return value(items, message.getField(items), type);
    }
    var tree = json.objectNode();
    fill(tree, message, type.map(t -> t instanceof Struct struct ? struct : null));
    return tree;
  }

  private static JsonNode time(Message message, ChronoUnit unit) {
    var seconds = (Long) field(message, "seconds");
    var nanos = (Integer) field(message, "nanos");
    var json = JsonNodeFactory.instance;
    return seconds == 0 && nanos == 0
        ? json.nullNode()
        : json.textNode(Instant.ofEpochSecond(seconds, nanos).truncatedTo(unit).toString());
  }

  private static Object field(Message message, String name) {
    return message.getField(message.getDescriptorForType().findFieldByName(name));
  }

  private ProtobufBody() {}
}
