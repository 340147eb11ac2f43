package timonier.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.kubernetes.client.proto.IntStr.IntOrString;
import io.kubernetes.client.proto.Meta.ObjectMeta;
import io.kubernetes.client.proto.Resource.Quantity;
import io.kubernetes.client.proto.Runtime;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.proto.V1Authorization;
import io.kubernetes.client.proto.V1Events;
import io.kubernetes.client.proto.V2Autoscaling;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import timonier.apiserver.schema.FieldType.ListOf;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.pods.objects.ApiException;

class ProtobufBodyTest {

  private static final Schemas SCHEMAS = new Schemas();

  /// What the library says of classes that it finds dangerous, once of each.
  private static final List<String> WARNINGS = new CopyOnWriteArrayList<>();

  private static final Logger LIBRARY = Logger.getLogger("com.google.protobuf.GeneratedMessage");

  static {
    LIBRARY.addHandler(
        new Handler() {
          @Override
          public void publish(LogRecord said) {
            WARNINGS.add(said.getMessage());
          }

          @Override
          public void flush() {
            // it is kept at once
          }

          @Override
          public void close() {
            // there is nothing to close
          }
        });
  }

  private static JsonNode read(String apiVersion, String kind, Message message) {
    var type = Runtime.TypeMeta.newBuilder().setApiVersion(apiVersion).setKind(kind);
    var envelope =
        Runtime.Unknown.newBuilder().setTypeMeta(type).setRaw(message.toByteString()).build();
    var body = ByteString.copyFrom(new byte[] {'k', '8', 's', 0}).concat(envelope.toByteString());
    return ProtobufBody.read(body.toByteArray(), SCHEMAS);
  }

  private static V1.Pod pod(V1.Container container) {
    return V1.Pod.newBuilder()
        .setMetadata(ObjectMeta.newBuilder().setName("a").putLabels("app", "web"))
        .setSpec(V1.PodSpec.newBuilder().addContainers(container))
        .build();
  }

  @Test
  void no_generated_parser_is_used_which_the_library_would_warn_of() {
    read("v1", "Pod", pod(V1.Container.newBuilder().setName("c").build()));

    assertThat(WARNINGS).isEmpty();
  }

  @Test
  void a_pod_is_read_with_its_name_labels_and_containers() {
    var pod = read("v1", "Pod", pod(V1.Container.newBuilder().setName("c").setImage("i").build()));

    assertThat(pod.path("apiVersion").asText()).isEqualTo("v1");
    assertThat(pod.path("kind").asText()).isEqualTo("Pod");
    assertThat(pod.at("/metadata/name").asText()).isEqualTo("a");
    assertThat(pod.at("/metadata/labels/app").asText()).isEqualTo("web");
    assertThat(pod.at("/spec/containers/0/image").asText()).isEqualTo("i");
  }

  @Test
  void what_JSON_writes_inline_is_lifted_into_its_parent() {
    var port = IntOrString.newBuilder().setType(0).setIntVal(80);
    var handler =
        V1.ProbeHandler.newBuilder().setTcpSocket(V1.TCPSocketAction.newBuilder().setPort(port));
    var probe = V1.Probe.newBuilder().setHandler(handler).setPeriodSeconds(5);

    var read =
        read(
                "v1",
                "Pod",
                pod(V1.Container.newBuilder().setName("c").setLivenessProbe(probe).build()))
            .at("/spec/containers/0/livenessProbe");
    assertThat(read.at("/tcpSocket/port").asInt()).isEqualTo(80);
    assertThat(read.path("periodSeconds").asInt()).isEqualTo(5);
    assertThat(read.has("handler")).isFalse();
  }

  @Test
  void a_list_with_a_name_of_its_own_is_a_list() {
    var spec =
        V1Authorization.SubjectAccessReviewSpec.newBuilder()
            .setUser("ann")
            .putExtra("a", V1Authorization.ExtraValue.newBuilder().addItems("b").build());
    var review = V1Authorization.SubjectAccessReview.newBuilder().setSpec(spec).build();

    var read = read("authorization.k8s.io/v1", "SubjectAccessReview", review).path("spec");
    assertThat(read.path("user").asText()).isEqualTo("ann");
    assertThat(read.path("extra").toString()).isEqualTo("{\"a\":[\"b\"]}");
  }

  @Test
  void a_kind_is_read_in_each_of_its_versions() {
    var event =
        V1Events.Event.newBuilder()
            .setNote("it runs")
            .setRegarding(V1.ObjectReference.newBuilder().setName("a"));
    var spec = V2Autoscaling.HorizontalPodAutoscalerSpec.newBuilder().setMaxReplicas(3);
    var scaler = V2Autoscaling.HorizontalPodAutoscaler.newBuilder().setSpec(spec);

    var read = read("events.k8s.io/v1", "Event", event.build());
    assertThat(read.path("note").asText()).isEqualTo("it runs");
    assertThat(read.at("/regarding/name").asText()).isEqualTo("a");
    assertThat(
            read("autoscaling/v2", "HorizontalPodAutoscaler", scaler.build())
                .at("/spec/maxReplicas")
                .asInt())
        .isEqualTo(3);
  }

  @Test
  void quantities_are_text_and_bytes_are_base_64() {
    var resources =
        V1.ResourceRequirements.newBuilder()
            .putRequests("cpu", Quantity.newBuilder().setString("100m").build());
    var container = V1.Container.newBuilder().setName("c").setResources(resources).build();
    assertThat(
            read("v1", "Pod", pod(container))
                .at("/spec/containers/0/resources/requests/cpu")
                .asText())
        .isEqualTo("100m");

    var secret = V1.Secret.newBuilder().putData("a", ByteString.copyFromUtf8("b")).build();
    assertThat(read("v1", "Secret", secret).at("/data/a").asText()).isEqualTo("Yg==");
  }

  @Test
  void what_is_not_protobuf_is_refused() {
    assertThatThrownBy(() -> ProtobufBody.read(new byte[] {'{', '}'}, SCHEMAS))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("does not appear to be a protobuf message");
    assertThatThrownBy(() -> read("v1", "Unicorn", V1.Pod.getDefaultInstance()))
        .isInstanceOf(ApiException.class);
  }

  @Test
  void a_time_that_no_calendar_knows_is_refused() {
    var never =
        io.kubernetes.client.proto.Meta.Time.newBuilder().setSeconds(Long.MAX_VALUE).build();
    var pod = V1.Pod.newBuilder().setMetadata(ObjectMeta.newBuilder().setCreationTimestamp(never));

    assertThatThrownBy(() -> read("v1", "Pod", pod.build()))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void every_list_of_objects_says_how_it_merges() {
    for (var kind : List.of("Pod", "Node", "Service", "Namespace")) {
      var schema = SCHEMAS.of("", "v1", kind).orElseThrow();
      assertThat(silent(schema.field("spec").orElseThrow().type())).as(kind).isEmpty();
    }
  }

  /// The lists of objects that say neither how patches merge them nor that they are atomic.
  private static List<String> silent(FieldType type) {
    return type instanceof Struct struct
        ? struct.fields().values().stream()
            .filter(
                field -> field.type() instanceof ListOf list && list.element() instanceof Struct)
            .filter(field -> field.patchStrategy().isEmpty() && field.listType().isEmpty())
            .map(field -> struct.name() + "." + field.name())
            .toList()
        : List.of();
  }
}
