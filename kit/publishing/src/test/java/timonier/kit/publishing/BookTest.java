package timonier.kit.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.asciidoctor.Asciidoctor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import timonier.kit.course.Course;
import timonier.kit.course.CourseFailure;

class BookTest {

  private static final String SHOP =
      """
      package shop;

      /// A shop.
      final class Shop {
        /// What lies in a basket.
        ///
        /// @param cents what it costs
        record Basket(int cents) {
          /// What a buyer pays.
          ///
          /// @exercise 01-1 Say what a buyer pays.
          int price() {
            return half(cents) * 2;
          }

          /// @answer 01-1
          private static int half(int cents) {
            return cents / 2;
          }
        }

        /// Sells one.
        void sell(int count) {}

        /// Sells that.
        void sell(String what) {}
      }
      """;
  private static final String FIRST =
      """
      = A shop

      A shop *sells*.

      [#exercise-01-1]
      == The buyer's price

      code::Shop.Basket#price[]

      code::Shop.Basket[head]
      """;

  /// One for all tests: it takes long to load.
  private static final Asciidoctor ASCIIDOCTOR = Asciidoctor.Factory.create();

  @AfterAll
  static void close() {
    ASCIIDOCTOR.close();
  }

  @TempDir Path folder;

  @BeforeEach
  void aCourseOfTwoChapters() throws IOException {
    put(
        "course.yaml",
        """
        title: Shops
        chapters:
          - number: "01"
            title: Shops
            folder: 01-shop
            solution: solution
            exercises:
              - id: 01-1
                title: The buyer's price
                minutes: 5
          - number: "02"
            title: Markets
            folder: 02-market
            solution: solution
            exercises: []
        """);
    put("solution/src/main/java/shop/Shop.java", SHOP);
    put("01-shop/index.adoc", FIRST);
    put("02-market/index.adoc", "= Markets\n\ncode::Shop#sell(String)[]\n");
  }

  private void put(String path, String text) throws IOException {
    var file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private int write() {
    return new Book(Course.of(folder), ASCIIDOCTOR).write(folder.resolve("book"));
  }

  private String page(String path) throws IOException {
    return Files.readString(folder.resolve("book").resolve(path));
  }

  private static String plain(String html) {
    return html.replaceAll("<[^>]*>", "");
  }

  @Test
  void chapters_lead_to_each_other_and_are_listed() throws IOException {
    assertThat(write()).as("symbols quoted").isEqualTo(3);

    assertThat(page("index.html"))
        .contains("01-shop/index.html#exercise-01-1", "02-market/index.html");
    assertThat(page("01-shop/index.html")).contains("../02-market/index.html", "<strong>sells");
    assertThat(page("02-market/index.html")).contains("../01-shop/index.html");
    assertThat(folder.resolve("book/book.css")).isNotEmptyFile();
  }

  @Test
  void an_exercise_is_quoted_without_its_answer() throws IOException {
    write();

    assertThat(plain(page("01-shop/index.html")))
        .contains("What a buyer pays.", "int price()", "exercise 01-1 is yours to write")
        .contains("record Basket(int cents)")
        .doesNotContain("half");
  }

  @Test
  void one_of_several_methods_is_meant_by_its_parameters() throws IOException {
    write();

    assertThat(plain(page("02-market/index.html"))).contains("Sells that.").doesNotContain("one");
    put("02-market/index.adoc", "= Markets\n\ncode::Shop#sell[]\n");
    assertThatThrownBy(this::write)
        .hasMessage(
            "02-market/index.adoc:3: there are 2 of Shop#sell; add the types of its parameters.");
  }

  @Test
  void a_missing_symbol_is_reported_with_file_and_line() throws IOException {
    put("02-market/index.adoc", "= Markets\n\ncode::Shop#close[]\n\ncode::Stall[]\n");

    assertThatThrownBy(this::write)
        .isInstanceOf(CourseFailure.class)
        .hasMessage(
            """
            02-market/index.adoc:3: there is no Shop#close to quote.
            02-market/index.adoc:5: there is no Stall to quote.\
            """);
    assertThat(folder.resolve("book")).doesNotExist();
  }

  @Test
  void siblings_that_share_the_name_of_a_module_can_be_quoted() throws IOException {
    put("02-market/index.adoc", "= Markets\n\ncode::Stall[]\n");
    put(
        "solution-stalls/src/main/java/shop/stalls/Stall.java",
        "/// Sells outside.\nclass Stall {}\n");

    write();

    assertThat(plain(page("02-market/index.html"))).contains("Sells outside.");
  }

  @Test
  void a_warning_of_asciidoctor_is_reported_with_file_and_line() throws IOException {
    put("02-market/index.adoc", "= Markets\n\ncode::Shop#sell(int)[]\n\n----\nno end\n");

    assertThatThrownBy(this::write)
        .hasMessage("02-market/index.adoc:5: unterminated listing block");
  }

  @Test
  void what_gives_an_answer_away_is_not_there_to_quote() throws IOException {
    put("02-market/index.adoc", "= Markets\n\ncode::Shop.Basket#half[]\n");

    assertThatThrownBy(this::write).hasMessageContaining("there is no Shop.Basket#half");
  }

  @Test
  void a_folder_that_cannot_be_written_is_refused_in_one_sentence() throws IOException {
    put("02-market/index.adoc", "= Markets\n\ncode::Shop#sell(int)[]\n");
    put("book", "a file where the folder should be");

    assertThatThrownBy(this::write)
        .isInstanceOf(CourseFailure.class)
        .hasMessageStartingWith("The pages cannot be written to " + folder.resolve("book"))
        .hasMessageEndingWith(" Choose another folder with --out.");
  }

  @Test
  void a_book_without_code_is_refused() throws IOException {
    put("01-shop/index.adoc", FIRST.replaceAll("code::.*", ""));
    put("02-market/index.adoc", "= Markets\n");

    assertThatThrownBy(this::write).hasMessageContaining("quotes no code");
  }

  @Test
  void an_exercise_needs_a_section_of_its_title() throws IOException {
    put("01-shop/index.adoc", FIRST.replace("The buyer's price", "Prices"));

    assertThatThrownBy(this::write)
        .hasMessageContaining("01-1 has no section [#exercise-01-1] with the title 'The buyer");
  }

  @Test
  void pages_fetch_nothing_and_lead_nowhere_else() throws IOException {
    put(
        "02-market/index.adoc",
        """
        = Markets

        code::Shop#sell(int)[]

        image::https://example.com/market.svg[A market with three stalls]

        <<nowhere>>

        image::market.svg[]
        """);

    assertThatThrownBy(this::write)
        .hasMessageContaining("fetched from elsewhere")
        .hasMessageContaining("nothing has the anchor #nowhere")
        .hasMessageContaining("says nothing to those who do not see it");
  }
}
