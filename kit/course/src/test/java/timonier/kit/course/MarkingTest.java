package timonier.kit.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkingTest {

  @TempDir private Path folder;
  private TinyCourse course = new TinyCourse(Path.of(""), none());

  private static Workspace none() {
    return new Workspace(
        new Course(Path.of(""), "", List.of()), List.of(), Path.of(""), Path.of(""), List.of());
  }

  @BeforeEach
  void make() throws Exception {
    course = TinyCourse.in(folder);
  }

  @Test
  void a_body_that_is_missing_is_still_to_be_written() throws Exception {
    assertThat(course.mark("01-1")).isEqualTo(new Verdict.Unwritten());
  }

  @Test
  void a_marking_that_is_not_wanted_any_more_leaves_the_compiler_whole() throws Exception {
    course.solve("01-1");
    var exercise = course.course().exercise("01-1");
    var chapter = course.course().chapterOf(exercise);
    try (var marking = new Marking(course.workspace())) {
      for (var round = 0; round < 20; round++) {
        var mark = Executors.newVirtualThreadPerTaskExecutor();
        var thread = new CompletableFuture<Thread>();
        var marked =
            mark.submit(() -> {
              thread.complete(Thread.currentThread());
              return marking.mark(chapter, exercise);
            });
        var marker = thread.join();
        // each round interrupts it at another point
        for (var i = 0; i < round * 300_000; i++) {
          Thread.onSpinWait();
        }
        marking.end(marker);
        assertThatThrownBy(marked::get).hasCauseInstanceOf(InterruptedException.class);
        mark.close();
      }
      assertThat(marking.mark(chapter, exercise).passed()).isTrue();
    }
  }

  @Test
  void what_the_engine_keeps_may_be_deleted_between_two_markings() throws Exception {
    course.solve("01-1");
    var exercise = course.course().exercise("01-1");
    var chapter = course.course().chapterOf(exercise);
    try (var marking = new Marking(course.workspace())) {
      assertThat(marking.mark(chapter, exercise).passed()).isTrue();
      FileTree.delete(course.workspace().state());
      assertThat(marking.mark(chapter, exercise).passed()).isTrue();
    }
  }

  @Test
  void a_right_body_passes() throws Exception {
    course.write("02-1", "{\n    return (number & 1) == 0;\n  }");
    assertThat(course.mark("02-1").passed()).isTrue();
  }

  @Test
  void a_wrong_body_is_reported_with_what_was_done_expected_and_got() throws Exception {
    course.write("01-1", "{ return text.split(\" \").length; }");
    var failed = (Verdict.Failed) course.mark("01-1");

    assertThat(failed.results()).hasSize(4);
    assertThat(failed.results().stream().filter(CheckResult::passed)).hasSize(1);
    assertThat(failed.first().done()).startsWith("counted the words of");
    assertThat(failed.first().expected()).isNotEmpty();
    assertThat(failed.first().got()).isNotEqualTo(failed.first().expected());
  }

  @Test
  void an_exception_is_reported_with_its_line() throws Exception {
    course.write("02-2", "{\n    throw new IllegalStateException(\"oh\");\n  }");
    var failed = (Verdict.Failed) course.mark("02-2");

    assertThat(failed.first().state()).isEqualTo(CheckResult.State.THREW);
    assertThat(failed.first().message()).contains("oh");
    assertThat(failed.first().where()).matches("Numbers\\.java:\\d+");
  }

  @Test
  void code_that_does_not_compile_is_reported_with_its_place() throws Exception {
    course.write("02-2", "{ return nothing; }");
    var problem = ((Verdict.Uncompiled) course.mark("02-2")).problems().getFirst();

    assertThat(problem.file()).isEqualTo("Numbers.java");
    assertThat(problem.message()).contains("nothing");
  }

  @Test
  void a_method_that_is_gone_is_not_a_compile_error_of_the_learner() throws Exception {
    var file = course.file("02-2");
    Files.writeString(file, Files.readString(file).replace("long sum(", "long total("));

    assertThat(course.mark("02-2")).isInstanceOf(Verdict.Misfit.class);
    assertThat(course.mark("02-1")).isInstanceOf(Verdict.Unwritten.class);
  }

  @Test
  void code_that_ends_the_process_is_reported() throws Exception {
    course.write(
        "02-1", "{\n    System.out.println(\"bye\");\n    System.exit(0);\n    return true;\n  }");
    assertThat(course.mark("02-1")).isEqualTo(new Verdict.Ended("bye"));
  }

  @Test
  void what_does_not_end_is_ended() throws Exception {
    course.write("02-1", "{\n    while (true) {}\n  }");
    var chapter = course.course().chapter("02");
    // compiles it, and does not wait
    try (var compiler = new SourceCompiler()) {
      var classes = folder.resolve("endless");
      var sources =
          List.of(
              course.file("02-1"), chapter.folder().resolve("src/test/java/tiny/EvenTest.java"));
      assertThat(compiler.compile(sources, course.workspace().below(chapter), classes)).isEmpty();
      var classPath = new java.util.ArrayList<>(course.workspace().below(chapter));
      classPath.addFirst(classes);
      var jvm = new CheckJvm(folder.resolve("run"), List.of(), Duration.ofSeconds(5));
      assertThat(Marking.verdict(jvm.run(classPath, List.of("tiny.EvenTest"))))
          .isEqualTo(new Verdict.Endless("Two is even."));
    }
  }

  @Test
  void only_what_changed_is_compiled_and_other_files_see_new_declarations() throws Exception {
    try (var marking = new Marking(course.workspace())) {
      var chapter = course.course().chapter("02");
      var exercise = course.course().exercise("02-1");
      assertThat(marking.mark(chapter, exercise)).isInstanceOf(Verdict.Unwritten.class);
      course.solve("02-1");
      assertThat(marking.mark(chapter, exercise).passed()).isTrue();
      var file = course.file("02-1");
      Files.writeString(file, Files.readString(file).replace("boolean isEven", "boolean even"));
      assertThat(marking.mark(chapter, exercise)).isInstanceOf(Verdict.Misfit.class);
    }
  }
}
