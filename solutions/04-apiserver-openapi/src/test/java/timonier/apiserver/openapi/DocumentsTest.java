package timonier.apiserver.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import timonier.apiserver.openapi.DescribedType.DescribedSubresource;
import timonier.apiserver.schema.Schemas;
import timonier.pods.Pod;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.ResourceType;

class DocumentsTest {

  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";
  private static final String GNOSTIC =
      "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

  private static final ResourceType<Pod> DEPLOYMENTS =
      new ResourceType<>(
          "apps",
          "v1",
          "Deployment",
          "deployments",
          true,
          List.of("deploy"),
          List.of("all"),
          List.of("status", "scale"),
          Pod.class);

  private static final Schemas SCHEMAS = new Schemas();
  private static final List<String> STORED = DescribedType.verbsOfStored(true);

  private final Documents documents =
      new Documents(
          List.of(
              described(
                  ResourceTypes.PODS,
                  new DescribedSubresource(
                      "eviction", "policy", "v1", "Eviction", List.of("create"))),
              described(ResourceTypes.NODES),
              described(
                  DEPLOYMENTS,
                  new DescribedSubresource("status", "", "", "Deployment", List.of("get")),
                  new DescribedSubresource(
                      "scale", "autoscaling", "v1", "Scale", List.of("get", "patch", "update")))));

  private static DescribedType described(
      ResourceType<?> type, DescribedSubresource... subresources) {
    return new DescribedType(type, SCHEMAS.of(type), STORED, List.of(subresources));
  }

  private static ResourceType<Pod> deployments(String version) {
    return new ResourceType<>(
        "apps",
        version,
        "Deployment",
        "deployments",
        true,
        List.of(),
        List.of(),
        List.of(),
        Pod.class);
  }

  private JsonNode json(String path) {
    return JsonFormat.parse(documents.at(path, "application/json").orElseThrow().body());
  }

  private static JsonNode named(JsonNode list, String name) {
    for (var element : list) {
      if (element.path("name").asText().equals(name)) {
        return element;
      }
    }
    throw new AssertionError(name + " is not in " + list);
  }

  @Test
  void nobody_has_defined_a_type() {
    var list = json("/apis/apiextensions.k8s.io/v1/customresourcedefinitions");

    assertThat(list.path("kind").asText()).isEqualTo("CustomResourceDefinitionList");
    assertThat(list.path("items")).isEmpty();
  }

  @Test
  void a_live_server_says_ok() {
    var document = documents.at("/readyz", "").orElseThrow();

    assertThat(new String(document.body(), StandardCharsets.UTF_8)).isEqualTo("ok");
  }

  @Test
  void the_version_tells_whose_it_is() {
    assertThat(json("/version").path("gitVersion").asText()).endsWith("+timonier");
    assertThat(json("/version/")).isEqualTo(json("/version"));
  }

  @Test
  void the_form_of_a_document_is_no_part_of_its_path() {
    assertThat(documents.at("/api#v2", "")).isEmpty();
    assertThat(documents.at("/apis#anything", "")).isEmpty();
    assertThat(documents.at("/openapi/v2#pb", "")).isEmpty();
  }

  private static final String V2 =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
  private static final String V2BETA1 =
      "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList";

  @Test
  void who_asks_for_it_gets_everything_about_all_groups_at_once() {
    var document = documents.at("/apis", V2 + "," + V2BETA1 + ",application/json").orElseThrow();
    assertThat(document.contentType()).isEqualTo(V2);
    var tree = JsonFormat.parse(document.body());
    assertThat(tree.path("apiVersion").asText()).isEqualTo("apidiscovery.k8s.io/v2");
    assertThat(tree.at("/items/0/metadata/name").asText()).isEqualTo("apps");
    assertThat(tree.at("/items/1/metadata/name").asText()).isEqualTo("policy");
    assertThat(tree.at("/items/0/versions/0/freshness").asText()).isEqualTo("Current");
    var deployments = tree.at("/items/0/versions/0/resources/0");
    assertThat(deployments.path("resource").asText()).isEqualTo("deployments");
    assertThat(deployments.path("responseKind").toString())
        .isEqualTo("{\"group\":\"apps\",\"version\":\"v1\",\"kind\":\"Deployment\"}");
    assertThat(deployments.path("scope").asText()).isEqualTo("Namespaced");
    assertThat(deployments.path("shortNames").get(0).asText()).isEqualTo("deploy");
    assertThat(deployments.path("subresources").findValuesAsText("subresource"))
        .containsExactly("status", "scale");
    assertThat(deployments.at("/subresources/1/responseKind/group").asText())
        .isEqualTo("autoscaling");

    var core = JsonFormat.parse(documents.at("/api", V2).orElseThrow().body());
    assertThat(core.at("/items/0/versions/0/resources").findValuesAsText("resource"))
        .containsExactly("pods", "nodes");
    assertThat(core.at("/items/0/versions/0/resources/1/scope").asText()).isEqualTo("Cluster");
  }

  @Test
  void the_first_form_of_JSON_that_a_client_accepts_decides() {
    assertThat(documents.at("/api", V2BETA1).orElseThrow().contentType()).isEqualTo(V2BETA1);
    assertThat(documents.at("/api", "application/json, " + V2).orElseThrow().contentType())
        .isEqualTo("application/json");
    var protobuf = V2.replace("application/json", "application/vnd.kubernetes.protobuf");
    assertThat(documents.at("/api", protobuf + ", " + V2).orElseThrow().contentType())
        .isEqualTo(V2);
    assertThat(documents.at("/api", V2.replace("v=v2", "v=v9")).orElseThrow().contentType())
        .isEqualTo("application/json");
  }

  @Test
  void each_group_is_listed_once_and_policy_where_pods_can_be_evicted() {
    assertThat(json("/api").path("versions").get(0).asText()).isEqualTo("v1");
    assertThat(json("/apis").path("groups").findValuesAsText("name"))
        .containsExactly("apps", "policy");
    assertThat(json("/apis/policy/v1").at("/resources/0/kind").asText()).isEqualTo("Eviction");
    assertThat(new Documents(List.of(described(ResourceTypes.NODES))).at("/apis/policy", ""))
        .isEmpty();
  }

  @Test
  void a_group_tells_its_versions_and_which_one_to_use() {
    var schema = SCHEMAS.of(DEPLOYMENTS);
    var types =
        List.of("v1beta2", "v1alpha3", "v1beta10", "odd", "v2beta1", "v1").stream()
            .map(version -> new DescribedType(deployments(version), schema, STORED, List.of()))
            .toList();
    var several = new Documents(types);

    var group = JsonFormat.parse(several.at("/apis/apps", "").orElseThrow().body());
    assertThat(group.path("versions").findValuesAsText("version"))
        .containsExactly("v1", "v2beta1", "v1beta10", "v1beta2", "v1alpha3", "odd");
    assertThat(group.at("/preferredVersion/groupVersion").asText()).isEqualTo("apps/v1");
    var beta = JsonFormat.parse(several.at("/apis/apps/v1beta2", "").orElseThrow().body());
    assertThat(beta.at("/resources/0/name").asText()).isEqualTo("deployments");
    var all = JsonFormat.parse(several.at("/apis", V2).orElseThrow().body());
    assertThat(all.at("/items/0/versions"))
        .extracting(version -> version.path("version").asText())
        .startsWith("v1", "v2beta1");
    assertThat(several.at("/apis/apps/v3", "")).isEmpty();
  }

  @Test
  void what_can_only_be_created_is_described_by_its_collection() {
    var reviews =
        new ResourceType<>(
            "authorization.k8s.io",
            "v1",
            "LocalSubjectAccessReview",
            "localsubjectaccessreviews",
            true,
            List.of(),
            List.of(),
            List.of(),
            Pod.class);
    var computed =
        new Documents(
            List.of(new DescribedType(reviews, SCHEMAS.of(reviews), List.of("create"), List.of())));
    var place = "apis/authorization.k8s.io/v1";
    var list = JsonFormat.parse(computed.at("/" + place, "").orElseThrow().body());
    assertThat(list.at("/resources/0/verbs")).extracting(JsonNode::asText).containsOnly("create");

    for (var version : List.of("/openapi/v2", "/openapi/v3/" + place)) {
      var paths = JsonFormat.parse(computed.at(version, "").orElseThrow().body()).path("paths");
      assertThat(paths.properties())
          .singleElement()
          .satisfies(path -> {
            assertThat(path.getKey())
                .isEqualTo("/" + place + "/namespaces/{namespace}/localsubjectaccessreviews");
            assertThat(path.getValue().properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("post");
          });
    }
  }

  @Test
  void what_is_not_served_has_no_document() {
    assertThat(documents.at("/apis/batch/v1", "")).isEmpty();
    assertThat(documents.at("/api/v2", "")).isEmpty();
    assertThat(documents.at("/openapi/v3/apis/batch/v1", "")).isEmpty();
    assertThat(documents.at("/nowhere", "")).isEmpty();
  }

  @Test
  void a_resource_says_how_it_is_called_and_what_can_be_done() {
    var pods = named(json("/api/v1").path("resources"), "pods");

    assertThat(pods.path("kind").asText()).isEqualTo("Pod");
    assertThat(pods.path("namespaced").asBoolean()).isTrue();
    assertThat(pods.at("/shortNames/0").asText()).isEqualTo("po");
    assertThat(pods.at("/categories/0").asText()).isEqualTo("all");
    assertThat(pods.path("verbs")).extracting(JsonNode::asText).contains("watch", "patch");
  }

  @Test
  void subresources_name_the_kind_that_they_speak() {
    var eviction = named(json("/api/v1").path("resources"), "pods/eviction");
    var scale = named(json("/apis/apps/v1").path("resources"), "deployments/scale");

    assertThat(eviction.path("group").asText()).isEqualTo("policy");
    assertThat(eviction.path("kind").asText()).isEqualTo("Eviction");
    assertThat(scale.path("group").asText()).isEqualTo("autoscaling");
    assertThat(scale.path("kind").asText()).isEqualTo("Scale");
  }

  @Test
  void the_index_leads_to_a_document_for_each_group() {
    var paths = json("/openapi/v3").path("paths");

    assertThat(paths.at("/apis~1apps~1v1/serverRelativeURL").asText())
        .startsWith("/openapi/v3/apis/apps/v1?hash=");
    assertThat(json("/openapi/v3/apis/apps/v1").path("openapi").asText()).isEqualTo("3.0.0");
  }

  @Test
  void a_patch_tells_its_kind_and_what_it_accepts() {
    var patch =
        json("/openapi/v3/apis/apps/v1")
            .path("paths")
            .path("/apis/apps/v1/namespaces/{namespace}/deployments/{name}")
            .path("patch");

    assertThat(patch.path("x-kubernetes-group-version-kind").path("kind").asText())
        .isEqualTo("Deployment");
    assertThat(patch.path("parameters").findValuesAsText("name"))
        .contains("fieldValidation", "dryRun");
    assertThat(patch.at("/requestBody/content").properties())
        .extracting(Map.Entry::getKey)
        .contains("application/strategic-merge-patch+json");
  }

  @Test
  void lists_tell_how_they_merge() {
    var containers =
        json("/openapi/v3/api/v1")
            .at("/components/schemas/io.k8s.api.core.v1.PodSpec/properties/containers");

    assertThat(containers.path("x-kubernetes-patch-strategy").asText()).isEqualTo("merge");
    assertThat(containers.path("x-kubernetes-patch-merge-key").asText()).isEqualTo("name");
    assertThat(containers.at("/items/allOf/0/$ref").asText())
        .isEqualTo("#/components/schemas/io.k8s.api.core.v1.Container");
  }

  @Test
  void every_reference_leads_somewhere() {
    var version2 = json("/openapi/v2");
    for (var reference : version2.findValuesAsText("$ref")) {
      assertThat(version2.path("definitions").has(reference.substring("#/definitions/".length())))
          .as(reference)
          .isTrue();
    }
    for (var place : List.of("api/v1", "apis/apps/v1")) {
      var version3 = json("/openapi/v3/" + place);
      for (var reference : version3.findValuesAsText("$ref")) {
        var name = reference.substring("#/components/schemas/".length());
        assertThat(version3.at("/components/schemas").has(name)).as(reference).isTrue();
      }
    }
  }

  @Test
  void a_document_is_made_once_and_its_tag_tells_it_from_others() {
    var first = documents.at("/openapi/v2", "application/json").orElseThrow();
    var gnostic = documents.at("/openapi/v2", GNOSTIC).orElseThrow();

    assertThat(documents.at("/openapi/v2", "application/json").orElseThrow()).isSameAs(first);
    assertThat(first.etag()).startsWith("\"").isNotEqualTo(gnostic.etag());
  }

  @Test
  void the_media_type_of_the_old_form_can_be_parsed_by_those_who_ask_for_it() {
    assertThat(documents.at("/openapi/v2", GNOSTIC).orElseThrow().contentType())
        .doesNotContain("@");
  }

  @Test
  void the_old_form_holds_the_same_definitions_and_paths() throws IOException {
    var document = documents.at("/openapi/v2", GNOSTIC).orElseThrow().body();
    var version2 = json("/openapi/v2");

    assertThat(text(fields(document, 1).getFirst())).isEqualTo("2.0");
    assertThat(names(fields(document, 9).getFirst(), 1))
        .contains(META)
        .containsExactlyElementsOf(keys(version2.path("definitions")));
    assertThat(names(fields(document, 8).getFirst(), 2))
        .containsExactlyElementsOf(keys(version2.path("paths")));
  }

  private static List<String> keys(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  /// The names of the pairs that a message holds under a number.
  private static List<String> names(byte[] message, int number) throws IOException {
    var names = new ArrayList<String>();
    for (var pair : fields(message, number)) {
      names.add(text(fields(pair, 1).getFirst()));
    }
    return names;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// The length-delimited fields of a message that have a number.
  private static List<byte[]> fields(byte[] message, int number) throws IOException {
    var fields = new ArrayList<byte[]>();
    var in = CodedInputStream.newInstance(message);
    for (var tag = in.readTag(); tag != 0; tag = in.readTag()) {
      var bytes = in.readByteArray();
      if (tag >>> 3 == number) {
        fields.add(bytes);
      }
    }
    return fields;
  }
}
