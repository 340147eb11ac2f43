package timonier.kit.publishing;

import java.util.Map;
import java.util.TreeSet;
import org.asciidoctor.ast.StructuralNode;
import org.asciidoctor.extension.BlockMacroProcessor;

/// Inserts a quoted symbol where a text names it.
final class BookMacro extends BlockMacroProcessor {

  private final Map<String, String> listings;
  private final TreeSet<String> shown = new TreeSet<>();

  BookMacro(Map<String, String> listings) {
    super(BookText.MACRO);
    this.listings = listings;
  }

  @Override
  public StructuralNode process(
      StructuralNode parent, String target, Map<String, Object> attributes) {
    var key = BookText.key(target, String.valueOf(attributes.getOrDefault("1", "")));
    shown.add(key);
    return createBlock(parent, "pass", listings.getOrDefault(key, ""));
  }

  /// How many symbols were inserted.
  int count() {
    return shown.size();
  }
}
