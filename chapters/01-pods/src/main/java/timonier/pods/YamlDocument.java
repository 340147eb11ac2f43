package timonier.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/// YAML as Kubernetes reads it: the part of YAML 1.1 that has a counterpart in JSON.
///
/// So `yes` is true and `0644` is octal, anchors and merge keys (`<<`) are resolved, but a date or
/// `12:30` is text, as with the YAML library of Kubernetes' tools.
final class YamlDocument {

  private static final ObjectMapper TREES = new ObjectMapper();

  /// How deep a document may be, as with JSON.
  private static final int DEEPEST = 1000;

  /// How many values its aliases may stand for. A few lines of aliases of aliases stand for more
  /// than any memory holds; no manifest that people write repeats this many.
  private static final int MOST_ALIASED = 100_000;

  /// The lists and maps that have been read; one that comes again is an alias of the first.
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private int aliased;

  /// Which plain words are not text.
  private static final class Words extends Resolver {
    private static final Pattern WHOLE =
        Pattern.compile("[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|0[0-7_]*|[1-9][0-9_]*)");
    private static final Pattern FRACTION =
        Pattern.compile(
            "[-+]?([0-9][0-9_]*\\.[0-9_]*|\\.[0-9][0-9_]*|[0-9][0-9_]*(?=[eE]))"
                + "([eE][-+]?[0-9]+)?");

    @Override
    protected void addImplicitResolvers() {
      addImplicitResolver(Tag.BOOL, BOOL, "yYnNtTfFoO");
      addImplicitResolver(Tag.INT, WHOLE, "-+0123456789");
      addImplicitResolver(Tag.FLOAT, FRACTION, "-+0123456789.");
      addImplicitResolver(Tag.MERGE, MERGE, "<");
      addImplicitResolver(Tag.NULL, NULL, "~nN\0");
      addImplicitResolver(Tag.NULL, EMPTY, null);
    }
  }

  /// The values of a text; there are several only if `...` ends one of them.
  ///
  /// @throws org.yaml.snakeyaml.error.YAMLException if it is not YAML
  /// @throws IllegalArgumentException if it has no counterpart in JSON, or its aliases stand for
  ///   too much
  static List<JsonNode> read(String text) {
    var loading = new LoaderOptions();
    var dumping = new DumperOptions();
    var yaml =
        new Yaml(
            new SafeConstructor(loading), new Representer(dumping), dumping, loading, new Words());
    var document = new YamlDocument();
    var values = new ArrayList<JsonNode>();
    for (var value : yaml.loadAll(text)) {
      values.add(document.tree(value, 1, false));
    }
    return values;
  }

  private JsonNode tree(@Nullable Object value, int depth, boolean isInAlias) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("nested too deep, or an anchor within itself");
    }
    var isAlias = isInAlias || (value instanceof Map || value instanceof List) && !seen.add(value);
    if (isAlias && ++aliased > MOST_ALIASED) {
      throw new IllegalArgumentException(
          "its aliases stand for more than " + MOST_ALIASED + " values");
    }
    return switch (value) {
      case Map<?, ?> map -> {
        var object = TREES.createObjectNode();
        map.forEach(
            (key, field) -> object.set(String.valueOf(key), tree(field, depth + 1, isAlias)));
        yield object;
      }
      case List<?> list -> {
        var array = TREES.createArrayNode();
        list.forEach(item -> array.add(tree(item, depth + 1, isAlias)));
        yield array;
      }
      case null -> TREES.nullNode();
      default -> TREES.valueToTree(value);
    };
  }

  private YamlDocument() {}
}
