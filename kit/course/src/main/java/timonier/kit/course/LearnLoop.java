package timonier.kit.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;
import org.jspecify.annotations.Nullable;
import timonier.kit.course.Course.Exercise;
import timonier.kit.course.Screen.Style;

/// The learner's loop: shows an exercise, checks it whenever a file is saved, and goes on to the
/// next.
///
/// It polls the files twenty times a second, so it sees each save on any disk, which file system
/// events do not guarantee.
final class LearnLoop implements AutoCloseable {

  private static final long LOOK_MILLIS = 50;

  private final Session session;
  private final Screen screen;
  private final Texts texts;
  private final Terminal terminal;
  private final Attributes before;
  private @Nullable Thread checking;
  private volatile Optional<Verdict> last = Optional.empty();
  private volatile Optional<Exercise> current = Optional.empty();

  private LearnLoop(Session session, Screen screen, Texts texts, Terminal terminal) {
    this.session = session;
    this.screen = screen;
    this.texts = texts;
    this.terminal = terminal;
    this.before = terminal.enterRawMode();
  }

  /// Opens the loop on the terminal.
  static LearnLoop open(Session session, Screen screen, Texts texts) {
    try {
      var terminal = TerminalBuilder.builder().system(true).dumb(true).build();
      return new LearnLoop(session, screen, texts, terminal);
    } catch (IOException e) {
      throw new CourseFailure("The terminal cannot be used: " + e.getMessage());
    }
  }

  /// Runs until the learner quits.
  void run(Optional<Exercise> begin) throws IOException, InterruptedException {
    current = begin.or(session::current);
    if (current.isEmpty()) {
      done();
      return;
    }
    session.whereAmI();
    var seen = look();
    check();
    var reader = terminal.reader();
    while (true) {
      var key = reader.read(LOOK_MILLIS);
      if (key == NonBlockingReader.EOF || key == 'q' || key == 3) {
        stopChecking();
        return;
      }
      if (key != NonBlockingReader.READ_EXPIRED) {
        press((char) key);
      }
      var now = look();
      if (!now.equals(seen)) {
        seen = now;
        check();
      }
    }
  }

  /// The files of the chapter, each with its size and time.
  private Map<Path, String> look() {
    var folder = session.course().chapterOf(current.orElseThrow()).folder().resolve("src");
    var seen = new TreeMap<Path, String>();
    FileTree.attributes(folder)
        .forEach((file, found) -> seen.put(file, found.size() + " " + found.lastModifiedTime()));
    return seen;
  }

  /// Starts a check, and cancels the one that is running: it is out of date.
  private void check() throws InterruptedException {
    stopChecking();
    var exercise = current.orElseThrow();
    screen.clear();
    screen.line(Style.DIM, texts.get("checking", exercise.id()));
    checking =
        Thread.ofVirtual()
            .start(() -> {
              try {
                var verdict = session.check(exercise);
                last = Optional.of(verdict);
                if (verdict.passed()) {
                  advance(exercise);
                }
                footer();
              } catch (InterruptedException _) {
                // a newer save is being checked instead
              } catch (CourseFailure failure) {
                screen.paragraph(failure.sentence());
              } catch (UncheckedIOException failure) {
                if (!(failure.getCause() instanceof ClosedByInterruptException)) {
                  throw failure;
                }
              }
            });
  }

  private void stopChecking() throws InterruptedException {
    var running = checking;
    if (running != null) {
      session.end(running);
      running.join();
      checking = null;
    }
  }

  private void advance(Exercise passed) throws InterruptedException {
    var next = session.current().or(() -> after(passed));
    if (next.isPresent()) {
      current = next;
      screen.line("");
      last = Optional.of(session.check(next.get()));
    } else {
      done();
    }
  }

  private Optional<Exercise> after(Exercise exercise) {
    var all = session.course().exercises().toList();
    var index = all.indexOf(exercise) + 1;
    return index < all.size() ? Optional.of(all.get(index)) : Optional.empty();
  }

  private void done() {
    var last = session.course().chapters().getLast();
    screen.line(Style.GOOD, texts.get("all.done", last.number()));
  }

  private void footer() {
    screen.line("");
    current.ifPresent(exercise ->
        screen.line(
            Style.DIM,
            texts.get("watching", "chapters/" + session.course().chapterOf(exercise).name())));
    screen.line(Style.DIM, texts.get("keys"));
  }

  private void press(char key) throws InterruptedException {
    var exercise = current.orElseThrow();
    try {
      switch (key) {
        case 'h' -> session.hint(exercise, last);
        case 's' -> session.solution(exercise);
        case 'l' -> session.list(Listing.Wanted.ALL);
        case 'o' -> session.list(Listing.Wanted.OPEN);
        case 'x' -> session.reset(exercise);
        case 'u' -> session.undo();
        case 'n' -> {
          current = after(exercise).or(() -> Optional.of(exercise));
          check();
        }
        default -> screen.line(Style.DIM, texts.get("keys"));
      }
    } catch (CourseFailure failure) {
      screen.paragraph(failure.sentence());
    }
  }

  @Override
  public void close() throws IOException {
    terminal.setAttributes(before);
    terminal.close();
  }
}
