package timonier.kit.course;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import timonier.kit.course.Course.Chapter;
import timonier.kit.course.TaggedSource.Import;
import timonier.kit.course.TaggedSource.Member;

/// Work of a learner from an older copy of the course, put on this one's starter: file by file, and
/// body by body where the course changed the file.
///
/// A file that both changed beyond bodies and imports is the course's, with the learner's bodies;
/// the learner's whole file is put next to it, so nothing is lost.
///
/// @param files by their paths in the chapter's folder
/// @param apart the paths of the learner's files that are put next to the course's
/// @param bodies how many bodies are the learner's
record CarriedWork(SortedMap<String, String> files, List<String> apart, int bodies) {

  /// The suffix of a learner's file that is put next to the course's.
  static final String MINE = ".mine";

  private static final Pattern IMPORT = Pattern.compile("(?m)^import .*\\R|^\\s*\\R");

  /// Carries work over.
  ///
  /// @param old the chapter of the older copy
  /// @param fresh the chapter's present starter
  static CarriedWork of(Chapter old, Starter fresh) {
    return new Carrier(Starter.of(old.solution()), Starter.sources(old.folder()), fresh).carry();
  }

  private static final class Carrier {
    private final Starter before;
    private final SortedMap<String, String> mine;
    private final Starter fresh;
    private final Map<String, String> bodies = new TreeMap<>();
    private final SortedMap<String, String> files = new TreeMap<>();
    private final List<String> apart = new ArrayList<>();

    Carrier(Starter before, SortedMap<String, String> mine, Starter fresh) {
      this.before = before;
      this.mine = mine;
      this.fresh = fresh;
    }

    CarriedWork carry() {
      mine.forEach((path, text) -> {
        if (path.endsWith(".java")) {
          noteBodies(TaggedSource.of(text));
        }
      });
      fresh.files().forEach((path, text) -> files.put(path, text));
      mine.forEach(this::carry);
      return new CarriedWork(files, List.copyOf(apart), bodies.size());
    }

    /// Collects the bodies of exercises that still exist, except those not yet written.
    private void noteBodies(TaggedSource source) {
      for (var id : fresh.exercises().keySet()) {
        source
            .body(id)
            .filter(body -> !body.contains(StarterSource.YOURS.formatted(id)))
            .ifPresent(body -> bodies.put(id, body));
      }
    }

    private void carry(String path, String text) {
      var began = before.files().get(path);
      var now = fresh.files().get(path);
      if (text.equals(began) || fresh.checks().containsValue(path)) {
        return;
      }
      if (now == null || now.equals(began)) {
        files.put(path, text);
        return;
      }
      var carried = path.endsWith(".java") ? withBodies(now, TaggedSource.of(text)) : now;
      files.put(path, carried);
      if (began == null || !frame(text).equals(frame(began))) {
        files.put(path + MINE, text);
        apart.add(path);
      }
    }

    /// A file of the course with the learner's bodies, and the imports that they need.
    private String withBodies(String text, TaggedSource from) {
      var source = TaggedSource.of(text);
      var written = source.members().stream().map(Member::id).filter(bodies::containsKey).toList();
      for (var id : written) {
        source = TaggedSource.of(source.withBody(id, Objects.requireNonNull(bodies.get(id))));
      }
      return written.isEmpty() ? text : withImports(source, from);
    }

    private static String withImports(TaggedSource source, TaggedSource from) {
      var known = source.imports().stream().map(each -> statement(source, each)).toList();
      var missing = new StringBuilder();
      for (var each : from.imports()) {
        var statement = statement(from, each);
        if (!known.contains(statement)) {
          missing.append(statement).append('\n');
        }
      }
      var at = source.text().indexOf('\n', source.text().indexOf("package ")) + 1;
      return missing.isEmpty()
          ? source.text()
          : source.text().substring(0, at) + "\n" + missing + source.text().substring(at);
    }

    private static String statement(TaggedSource source, Import each) {
      return source.text().substring(each.start(), each.end());
    }

    /// A file without its exercises' bodies and the imports that these need.
    private static String frame(String text) {
      return IMPORT.matcher(StarterSource.cut(TaggedSource.of(text))).replaceAll("");
    }
  }
}
