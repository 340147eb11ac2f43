package timonier.pods.objects;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/// The one conversion between records, JSON trees and bytes.
///
/// Fields that a record does not know are passed over; text, lists, maps and options that a
/// document leaves out are read as empty ones, so that no record ever holds null; empty values are
/// not written; times are RFC 3339 in UTC to the second, as Kubernetes' `metav1.Time` writes them
/// (see [MicroTime] for the others).
public final class JsonFormat {

  private static final JsonSetter.Value EMPTY_FOR_NULL =
      JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, new TimeSerializer())
                  .addDeserializer(Instant.class, new TimeDeserializer()))
          .withConfigOverride(String.class, type -> type.setSetterInfo(EMPTY_FOR_NULL))
          .withConfigOverride(List.class, type -> type.setSetterInfo(EMPTY_FOR_NULL))
          .withConfigOverride(Map.class, type -> type.setSetterInfo(EMPTY_FOR_NULL))
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS))
          .build();

  /// The mapper itself, for readers and writers of streams; it must not be reconfigured.
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /// The tree of a record.
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /// The tree of an object, with `apiVersion` and `kind` before its fields.
  public static <T extends KubernetesObject> ObjectNode tree(ResourceType<T> type, T object) {
    var tree = MAPPER.createObjectNode();
    tree.put("apiVersion", type.apiVersion()).put("kind", type.kind());
    tree.setAll((ObjectNode) MAPPER.<JsonNode>valueToTree(object));
    return tree;
  }

  /// Reads a tree into a record.
  ///
  /// @throws IllegalArgumentException if a value has another type than the record's field
  public static <T> T read(JsonNode tree, Class<T> type) {
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  /// Reads bytes into a record, without making a tree of them.
  ///
  /// @throws IllegalArgumentException if they are not JSON, or a value has another type than the
  ///   record's field
  public static <T> T read(byte[] bytes, Class<T> type) {
    try {
      return MAPPER.readValue(bytes, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Parses bytes into a tree.
  ///
  /// @throws IllegalArgumentException if they are not JSON
  public static JsonNode parse(byte[] bytes) {
    try {
      return MAPPER.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The bytes of a tree or record.
  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  private static final class TimeSerializer extends StdSerializer<Instant> {
    TimeSerializer() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant time, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(time.truncatedTo(ChronoUnit.SECONDS).toString());
    }
  }

  private static final class TimeDeserializer extends StdDeserializer<Instant> {
    TimeDeserializer() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return OffsetDateTime.parse(in.getText()).toInstant();
    }
  }

  private JsonFormat() {}
}
