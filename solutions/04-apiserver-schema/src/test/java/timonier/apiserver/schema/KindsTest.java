package timonier.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import timonier.apiserver.schema.Kinds.Kind;

class KindsTest {

  private static final Schemas SCHEMAS = new Schemas();
  private static final Kinds KINDS = new Kinds();

  @TestFactory
  List<DynamicTest> every_kind_has_a_schema() {
    return KINDS.all().stream()
        .map(kind -> DynamicTest.dynamicTest(kind.kind(), () -> hasSchema(kind)))
        .toList();
  }

  private static void hasSchema(Kind kind) {
    var schema = SCHEMAS.of(kind.group(), kind.version(), kind.kind()).orElseThrow();
    assertThat(schema.fields()).containsKeys("apiVersion", "kind", "metadata");
    for (var part : kind.counted()) {
      assertThat(schema.fields()).containsKey(part.split("/", 2)[0]);
    }
    var object = JsonNodeFactory.instance.objectNode();
    kind.begin(object);
    assertThat(Decoder.prune(schema, kind.version(), object)).isEmpty();
  }

  @Test
  void a_kind_is_listed_once() {
    assertThat(KINDS.all())
        .extracting(kind -> kind.group() + "/" + kind.kind())
        .doesNotHaveDuplicates();
    assertThat(KINDS.all())
        .extracting(kind -> kind.group() + "/" + kind.plural())
        .doesNotHaveDuplicates();
  }
}
