package timonier.pods;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;
import timonier.pods.Manifests.Document;

@Exercise("01-8")
class ManifestDocumentsTest {

  private static List<String> texts(String manifest) {
    return Manifests.split(manifest).stream().map(Document::text).map(String::strip).toList();
  }

  @Check("A manifest without a separator is one document.")
  void one_document_needs_no_separator() {
    assertThat(texts("kind: Pod\nmetadata: {}\n"))
        .as("the documents of \"kind: Pod⏎metadata: {}⏎\"")
        .containsExactly("kind: Pod\nmetadata: {}");
  }

  @Check("A line of three dashes begins the next document.")
  void dashes_separate_documents() {
    assertThat(texts("kind: Pod\n---\nkind: Node\n--- \nkind: Lease"))
        .as("the documents of \"kind: Pod⏎---⏎kind: Node⏎--- ⏎kind: Lease\"")
        .containsExactly("kind: Pod", "kind: Node", "kind: Lease");
  }

  @Check("Dashes within a line, before more of a word, or more than three, separate nothing.")
  void other_dashes_separate_nothing() {
    assertThat(texts("a: x --- y\n  ---\nb: |\n ---\n---c: 1\n----\n"))
        .as("the documents of a text with \"---\" only inside lines or before more")
        .hasSize(1);
  }

  @Check("What follows the dashes on the same line belongs to the new document.")
  void a_document_may_begin_after_the_dashes() {
    assertThat(texts("--- {kind: Pod}\n--- # the second\nkind: Node\n"))
        .as("the documents of \"--- {kind: Pod}⏎--- # the second⏎kind: Node⏎\"")
        .containsExactly("{kind: Pod}", "# the second\nkind: Node");
  }

  @Check("A document of blank lines, comments and directives says nothing and is passed over.")
  void empty_documents_are_passed_over() {
    assertThat(texts("%YAML 1.2\n---\n# a comment\n\n---\nkind: Pod\n---\n  # another\n---\n"))
        .as("the documents of a manifest in which only one says something")
        .containsExactly("kind: Pod");
  }

  @Check("Documents are counted from 1, and those that say nothing are not counted.")
  void documents_are_counted() {
    assertThat(Manifests.split("---\nkind: Pod\n---\n---\nkind: Node\n"))
        .as("the numbers of the two documents, between which is an empty one")
        .extracting(Document::number)
        .containsExactly(1, 2);
  }

  @Check("A document knows on which line of the manifest its text begins.")
  void lines_of_documents_are_found_in_the_manifest() {
    var manifest = "kind: Pod\n\n---\n\n# web\nkind: Node\n--- {kind: Lease}\n";
    var lines = manifest.lines().toList();
    var found = Manifests.split(manifest);

    assertThat(found).as("the documents of %s", manifest).hasSize(3);
    for (var document : found) {
      var own = document.text().lines().toList();
      for (var i = 0; i < own.size(); i++) {
        assertThat(lines.get(document.line() - 1 + i))
            .as("line %d of document %d", i + 1, document.number())
            .endsWith(own.get(i));
      }
    }
  }

  @Check("Lines may end as on Windows.")
  void lines_may_end_as_on_windows() {
    assertThat(texts("kind: Pod\r\n---\r\nkind: Node\r\n"))
        .as("the documents of \"kind: Pod␍⏎---␍⏎kind: Node␍⏎\"")
        .containsExactly("kind: Pod", "kind: Node");
  }
}
