package timonier.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.TestServer.CONFIG_MAPS;
import static timonier.apiserver.TestServer.expect;
import static timonier.apiserver.TestServer.names;
import static timonier.apiserver.TestServer.refusal;
import static timonier.apiserver.TestServer.version;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import timonier.apiserver.extensions.KindRules;
import timonier.apiserver.kinds.PlainObject;
import timonier.apiserver.schema.FieldType;
import timonier.apiserver.schema.FieldType.Field;
import timonier.apiserver.schema.FieldType.Scalar;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.apiserver.schema.Kinds;
import timonier.apiserver.schema.Kinds.Kind;
import timonier.apiserver.schema.Schemas;
import timonier.apiserver.schema.SelectableField;
import timonier.apiserver.storage.StoredForm;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.ResourceType;

/// Types that are added while the server runs, and taken away: as custom resources will be; and
/// types that are served in several versions.
class ServedAtRunTimeTest {

  private static final String BOOKS = "/apis/library.example/v1/namespaces/default/books";
  private static final Schemas SCHEMAS = new Schemas();

  private final TestServer server = new TestServer();

  @AfterEach
  void close() {
    server.close();
  }

  private static ResourceType<PlainObject> resourceType(
      String group, String version, String kind, String plural, String... subresources) {
    return new ResourceType<>(
        group,
        version,
        kind,
        plural,
        true,
        List.of(),
        List.of(),
        List.of(subresources),
        PlainObject.class);
  }

  private static Struct struct(String name, Field... fields) {
    var all = new LinkedHashMap<String, Field>();
    for (var field : fields) {
      all.put(field.name(), field);
    }
    return new Struct(name, all);
  }

  private static Field field(String name, FieldType type) {
    return new Field(
        name, type, false, false, true, List.of(), List.of(), "", "", List.of(), "", "");
  }

  private static Struct object(String name, Field... fields) {
    var all = new LinkedHashMap<String, Field>();
    all.put("apiVersion", field("apiVersion", Scalar.STRING));
    all.put("kind", field("kind", Scalar.STRING));
    all.put("metadata", field("metadata", SCHEMAS.struct("meta/v1.ObjectMeta").orElseThrow()));
    for (var field : fields) {
      all.put(field.name(), field);
    }
    return new Struct(name, all);
  }

  /// Books: a kind that no table knows.
  private record BookRules(ResourceType<?> type, Field more) implements KindRules {
    static final ResourceType<PlainObject> TYPE =
        resourceType("library.example", "v1", "Book", "books", "status");

    BookRules() {
      this(TYPE, field("pages", Scalar.INT32));
    }

    @Override
    public Optional<Struct> schema() {
      var spec = struct("library.example/v1.BookSpec", field("title", Scalar.STRING), more);
      var status = struct("library.example/v1.BookStatus", field("lent", Scalar.BOOLEAN));
      return Optional.of(
          object("library.example/v1.Book", field("spec", spec), field("status", status)));
    }

    @Override
    public Optional<Kind> kind() {
      var plain = new Kinds().of(type);
      return Optional.of(
          new Kind(
              plain.group(),
              plain.version(),
              plain.kind(),
              plain.plural(),
              plain.namespaced(),
              plain.shortNames(),
              plain.categories(),
              plain.subresources(),
              plain.nameRule(),
              List.of("spec"),
              "",
              List.of(new SelectableField("spec.title", "spec.title", "")),
              false,
              plain.strategy(),
              plain.deprecation()));
    }
  }

  private JsonNode book(String name, String title) {
    return server.create(
        BOOKS, "{'metadata':{'name':'%s'},'spec':{'title':'%s'}}".formatted(name, title));
  }

  @Test
  void a_kind_is_served_from_the_moment_on_in_which_it_is_added() {
    refusal(404, "NotFound", server.call("GET", BOOKS));
    server.server.types().add(new BookRules());

    assertThat(book("a", "Emma").at("/metadata/generation").asInt()).isEqualTo(1);
    book("b", "Ivanhoe");
    var changed = server.merge(BOOKS + "/a", "{'spec':{'title':'Persuasion'},'unknown':1}");
    assertThat(changed.at("/metadata/generation").asInt()).isEqualTo(2);
    assertThat(changed.has("unknown")).isFalse();
    server.merge(BOOKS + "/a/status", "{'status':{'lent':true}}");
    assertThat(server.get(BOOKS + "/a").at("/status/lent").asBoolean()).isTrue();
    assertThat(names(server.get(BOOKS + "?fieldSelector=spec.title%3DIvanhoe")))
        .containsExactly("b");
    server.delete(BOOKS + "/b");
    assertThat(names(server.get(BOOKS))).containsExactly("a");
  }

  @Test
  void documents_follow_what_is_served() {
    var before = server.get("/openapi/v3");
    assertThat(before.path("paths").has("apis/library.example/v1")).isFalse();
    server.server.types().add(new BookRules());

    assertThat(server.get("/apis").at("/groups").findValuesAsText("name"))
        .contains("library.example");
    assertThat(server.get("/apis/library.example/v1").path("resources").findValuesAsText("name"))
        .containsExactly("books", "books/status");
    var document = server.get("/openapi/v3/apis/library.example/v1");
    assertThat(document.toString()).contains("\"pages\"");
    var address =
        server.get("/openapi/v3").at("/paths/apis~1library.example~1v1/serverRelativeURL");

    server.server.types().add(new BookRules(BookRules.TYPE, field("chapters", Scalar.INT32)));
    assertThat(server.get("/openapi/v3/apis/library.example/v1").toString())
        .contains("\"chapters\"")
        .doesNotContain("\"pages\"");
    assertThat(server.get("/openapi/v3").at("/paths/apis~1library.example~1v1/serverRelativeURL"))
        .as("clients keep what they know of an address")
        .isNotEqualTo(address);

    server.server.types().remove(BookRules.TYPE);
    refusal(404, "NotFound", server.call("GET", "/apis/library.example/v1"));
    assertThat(server.get("/apis").at("/groups").findValuesAsText("name"))
        .doesNotContain("library.example");
  }

  @Test
  void a_kind_that_is_taken_away_is_gone_with_its_watches_and_comes_back_with_its_objects() {
    server.server.types().add(new BookRules());
    book("a", "Emma");
    var watch = server.watch(BOOKS);
    var other = server.watch(CONFIG_MAPS);
    book("b", "Ivanhoe");
    server.settle();
    assertThat(watch.events).containsExactly("ADDED a", "ADDED b");

    server.server.types().remove(BookRules.TYPE);
    server.settle();
    assertThat(watch.closed).isTrue();
    assertThat(other.closed).isFalse();
    refusal(404, "NotFound", server.call("GET", BOOKS + "/a"));
    assertThat(server.watchRefused(BOOKS).code()).isEqualTo(404);

    server.server.types().add(new BookRules());
    assertThat(names(server.get(BOOKS))).containsExactly("a", "b");
    var again = server.watch(BOOKS);
    book("c", "Waverley");
    server.settle();
    assertThat(again.events).containsExactly("ADDED a", "ADDED b", "ADDED c");
    assertThat(watch.events).hasSize(2);
  }

  /// ConfigMaps once more, with `entries` in place of `data`: stored as `v1`.
  private record NewConfigMaps() implements KindRules {
    static final ResourceType<PlainObject> TYPE = resourceType("", "v2", "ConfigMap", "configmaps");

    private static final ResourceType<PlainObject> STORED =
        resourceType("", "v1", "ConfigMap", "configmaps");

    @Override
    public ResourceType<?> type() {
      return TYPE;
    }

    @Override
    public Optional<Struct> schema() {
      var entries = field("entries", new FieldType.MapOf(Scalar.STRING));
      return Optional.of(object("core/v2.ConfigMap", entries));
    }

    @Override
    public Optional<StoredForm> storedForm() {
      return Optional.of(
          new StoredForm(
              STORED,
              stored -> renamed(stored, "data", "entries"),
              served -> renamed(served, "entries", "data")));
    }

    private static ObjectNode renamed(ObjectNode object, String from, String to) {
      var value = object.remove(from);
      if (value != null) {
        object.set(to, value);
      }
      return object;
    }
  }

  private static final String NEW_CONFIG_MAPS = CONFIG_MAPS.replace("v1", "v2");

  @Test
  void an_object_can_be_read_and_written_in_each_version_of_its_type() {
    server.server.types().add(new NewConfigMaps());
    var old = server.configMap("a");

    var read = server.get(NEW_CONFIG_MAPS + "/a");
    assertThat(read.path("apiVersion").asText()).isEqualTo("v2");
    assertThat(read.at("/entries/a").asText()).isEqualTo("1");
    assertThat(read.has("data")).isFalse();
    assertThat(version(read)).isEqualTo(version(old));

    var changed = server.merge(NEW_CONFIG_MAPS + "/a", "{'entries':{'b':'2'}}");
    assertThat(changed.path("apiVersion").asText()).isEqualTo("v2");
    var seen = server.get(CONFIG_MAPS + "/a");
    assertThat(seen.path("apiVersion").asText()).isEqualTo("v1");
    assertThat(seen.at("/data/b").asText()).isEqualTo("2");
    assertThat(version(seen)).isEqualTo(version(changed));

    server.create(NEW_CONFIG_MAPS, "{'metadata':{'name':'b'},'entries':{'c':'3'}}");
    assertThat(server.get(CONFIG_MAPS + "/b").at("/data/c").asText()).isEqualTo("3");
    server.delete(NEW_CONFIG_MAPS + "/b");
    refusal(404, "NotFound", server.call("GET", CONFIG_MAPS + "/b"));
  }

  @Test
  void lists_and_watches_tell_each_version_in_its_own_form() {
    server.server.types().add(new NewConfigMaps());
    server.configMap("a");
    var watch = server.watch(NEW_CONFIG_MAPS);

    var list = server.get(NEW_CONFIG_MAPS);
    assertThat(list.path("apiVersion").asText()).isEqualTo("v2");
    assertThat(list.at("/items/0/apiVersion").asText()).isEqualTo("v2");
    assertThat(list.at("/items/0/entries/a").asText()).isEqualTo("1");
    server.merge(CONFIG_MAPS + "/a", "{'data':{'a':'2'}}");
    server.settle();
    assertThat(watch.events).containsExactly("ADDED a", "MODIFIED a");
    assertThat(watch.objects.getLast().path("apiVersion").asText()).isEqualTo("v2");
    assertThat(watch.objects.getLast().at("/entries/a").asText()).isEqualTo("2");
  }

  /// How full shelves are: worked out when somebody asks, as what nodes use will be.
  private record Shelves() implements KindRules {
    static final ResourceType<PlainObject> TYPE =
        resourceType("library.example", "v1", "Shelf", "shelves");

    @Override
    public ResourceType<?> type() {
      return TYPE;
    }

    @Override
    public Optional<Struct> schema() {
      return Optional.of(object("library.example/v1.Shelf", field("books", Scalar.INT32)));
    }

    @Override
    public Map<String, Computation> computed() {
      return Map.of(
          "get", asked -> shelf(asked.key().name()),
          "list", _ -> list(shelf("a"), shelf("b")),
          "create", asked -> asked.document().put("books", 7));
    }

    private static ObjectNode shelf(String name) {
      if (name.equals("none")) {
        throw ApiException.notFound(TYPE, name);
      }
      var shelf = JsonNodeFactory.instance.objectNode();
      shelf.putObject("metadata").put("name", name);
      return shelf.put("books", 3);
    }

    private static ObjectNode list(ObjectNode... shelves) {
      var list = JsonNodeFactory.instance.objectNode();
      list.putArray("items").addAll(List.of(shelves));
      return list;
    }
  }

  private static final String SHELVES = BOOKS.replace("books", "shelves");

  @Test
  void objects_that_nobody_stores_are_worked_out_when_they_are_asked_for() {
    server.server.types().add(new Shelves());

    assertThat(server.get(SHELVES + "/a").path("books").asInt()).isEqualTo(3);
    refusal(404, "NotFound", server.call("GET", SHELVES + "/none"));
    assertThat(names(server.get(SHELVES))).containsExactly("a", "b");
    var made = server.create(SHELVES, "{'metadata':{'name':'c'},'unknown':1}");
    assertThat(made.path("kind").asText()).isEqualTo("Shelf");
    assertThat(made.path("books").asInt()).isEqualTo(7);
    assertThat(made.has("unknown")).isFalse();
    assertThat(names(server.get(SHELVES))).containsExactly("a", "b");

    var table = "application/json;as=Table;v=v1;g=meta.k8s.io";
    var rows =
        expect(200, server.server.call(server.request("GET", SHELVES).withHeader("accept", table)));
    assertThat(rows.path("rows")).hasSize(2);
    refusal(405, "MethodNotAllowed", server.call("DELETE", SHELVES + "/a"));
    assertThat(server.watchRefused(SHELVES).code()).isEqualTo(405);
    assertThat(server.get("/apis/library.example/v1").at("/resources/0/verbs"))
        .extracting(JsonNode::asText)
        .containsExactly("create", "get", "list");
  }

  @Test
  void a_group_tells_all_versions_of_a_type() {
    server.server.types().add(new NewConfigMaps());

    assertThat(server.get("/api").path("versions"))
        .extracting(JsonNode::asText)
        .containsExactly("v2", "v1");
    assertThat(server.get("/api/v2").path("resources").findValuesAsText("name"))
        .containsExactly("configmaps");
    expect(200, server.call("GET", "/api/v1"));
  }
}
