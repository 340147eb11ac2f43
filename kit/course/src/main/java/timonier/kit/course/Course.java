package timonier.kit.course;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A course: chapters in an order, each with exercises in an order.
///
/// @param folder with its file `course.yaml` and the chapters' folders
/// @param title its title
/// @param chapters in the order of learning
public record Course(Path folder, String title, List<Chapter> chapters) {

  /// The file that makes a folder a course.
  public static final String FILE = "course.yaml";

  /// A chapter.
  ///
  /// @param number its permanent number, as in `02`
  /// @param title its title
  /// @param folder in which the learner works
  /// @param solution the module from which its starter is generated
  /// @param exercises in the order of solving
  public record Chapter(
      String number, String title, Path folder, Path solution, List<Exercise> exercises) {

    /// The folder's name.
    public String name() {
      return folder.getFileName().toString();
    }
  }

  /// An exercise.
  ///
  /// @param id its permanent number, as in `02-3`
  /// @param title a few words
  /// @param minutes the time that most people need
  /// @param introduces the ideas that are new in it
  /// @param requires the ideas to know before
  public record Exercise(
      @JsonProperty(required = true) String id,
      @JsonProperty(required = true) String title,
      @JsonProperty(required = true) int minutes,
      List<String> introduces,
      List<String> requires) {

    /// Replaces missing lists by empty ones.
    public Exercise {
      introduces = introduces == null ? List.of() : List.copyOf(introduces);
      requires = requires == null ? List.of() : List.copyOf(requires);
    }
  }

  private record ChapterEntry(
      @JsonProperty(required = true) String number,
      @JsonProperty(required = true) String title,
      @JsonProperty(required = true) String folder,
      @JsonProperty(required = true) String solution,
      @JsonProperty(required = true) List<Exercise> exercises) {}

  private record File(
      @JsonProperty(required = true) String title,
      @JsonProperty(required = true) List<ChapterEntry> chapters) {}

  /// Reads the course in a folder.
  ///
  /// @throws CourseFailure if there is none, or its file is wrong
  public static Course of(Path folder) {
    var file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new CourseFailure("There is no course in %s: no file %s.".formatted(folder, FILE));
    }
    try {
      var read = new YAMLMapper().readValue(file.toFile(), File.class);
      var chapters = read.chapters().stream().map(entry -> chapter(folder, entry)).toList();
      return checked(new Course(folder, read.title(), chapters));
    } catch (JacksonException wrong) {
      throw new CourseFailure("%s: %s".formatted(file, wrong.getOriginalMessage()));
    } catch (IOException unreadable) {
      throw new CourseFailure("%s cannot be read: %s".formatted(file, unreadable.getMessage()));
    }
  }

  private static Chapter chapter(Path folder, ChapterEntry entry) {
    return new Chapter(
        entry.number(),
        entry.title(),
        folder.resolve(entry.folder()),
        folder.resolve(entry.solution()).normalize(),
        List.copyOf(entry.exercises()));
  }

  /// Checks that ids are unique and belong to their chapter, and that ideas are introduced before
  /// they are required.
  private static Course checked(Course course) {
    var ids = new HashSet<String>();
    var known = new HashSet<String>();
    for (var chapter : course.chapters()) {
      for (var exercise : chapter.exercises()) {
        if (!ids.add(exercise.id()) || !exercise.id().startsWith(chapter.number() + "-")) {
          throw new CourseFailure(
              "%s: exercise %s is there twice, or not of chapter %s."
                  .formatted(FILE, exercise.id(), chapter.number()));
        }
        for (var idea : exercise.requires()) {
          if (!known.contains(idea)) {
            throw new CourseFailure(
                "%s: exercise %s requires '%s', which nothing before it introduces."
                    .formatted(FILE, exercise.id(), idea));
          }
        }
        known.addAll(exercise.introduces());
      }
    }
    return course;
  }

  /// All exercises, in their order.
  public Stream<Exercise> exercises() {
    return chapters.stream().flatMap(chapter -> chapter.exercises().stream());
  }

  /// A chapter by its number.
  ///
  /// @throws CourseFailure if there is none
  public Chapter chapter(String number) {
    return chapters.stream()
        .filter(chapter -> chapter.number().equals(number))
        .findFirst()
        .orElseThrow(() ->
            new CourseFailure(
                "There is no chapter %s; there are %s."
                    .formatted(number, chapters.stream().map(Chapter::number).toList())));
  }

  /// The chapter of an exercise.
  public Chapter chapterOf(Exercise exercise) {
    return chapters.stream()
        .filter(chapter -> chapter.exercises().contains(exercise))
        .findFirst()
        .orElseThrow();
  }

  /// An exercise by its number.
  ///
  /// @throws CourseFailure if there is none
  public Exercise exercise(String id) {
    return find(id)
        .orElseThrow(() ->
            new CourseFailure(
                "There is no exercise %s; see the list of them with 'list'.".formatted(id)));
  }

  Optional<Exercise> find(String id) {
    return exercises().filter(exercise -> exercise.id().equals(id)).findFirst();
  }
}
