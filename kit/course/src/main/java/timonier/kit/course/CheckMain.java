package timonier.kit.course;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherConstants;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.opentest4j.AssertionFailedError;
import timonier.kit.course.CheckResult.State;
import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;

/// Runs the checks of test classes in a JVM of their own, and writes each result at once.
final class CheckMain {

  /// The part in brackets is the assertion's description: what was done.
  private static final Pattern DESCRIBED = Pattern.compile("^\\[(.*?)\\]\\s+(.*)$", Pattern.DOTALL);

  /// Runs them.
  ///
  /// Reads their names from the standard input, a line each, once they are compiled.
  ///
  /// @param arguments the file for the results
  public static void main(String[] arguments) throws IOException {
    var results = Path.of(arguments[0]);
    var config =
        LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build();
    var launcher = LauncherFactory.create(config);
    var classes =
        new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .map(DiscoverySelectors::selectClass)
            .toList();
    var request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(classes)
            .configurationParameter(
                LauncherConstants.STACKTRACE_PRUNING_ENABLED_PROPERTY_NAME, "false")
            .build();
    launcher.execute(request, new Writer(results));
    System.exit(0);
  }

  private static final class Writer implements TestExecutionListener {
    private final JsonMapper json = new JsonMapper();
    private final Path file;

    Writer(Path file) {
      this.file = file;
    }

    @Override
    public void executionStarted(TestIdentifier test) {
      if (test.isTest()) {
        write(result(test, State.UNFINISHED, "", "", "", "", ""));
      }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult execution) {
      if (test.isTest()) {
        write(
            execution
                .getThrowable()
                .map(thrown -> failed(test, thrown))
                .orElseGet(() -> result(test, State.PASSED, "", "", "", "", "")));
      }
    }

    private void write(CheckResult result) {
      try {
        Files.writeString(
            file,
            json.writeValueAsString(result) + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static CheckResult failed(TestIdentifier test, Throwable thrown) {
    var message = String.valueOf(thrown.getMessage()).strip();
    var exercise = exercise(test);
    if (message.equals(StarterSource.YOURS.formatted(exercise))) {
      return result(test, State.UNWRITTEN, "", "", "", message, "");
    }
    var where = where(test, thrown);
    if (!(thrown instanceof AssertionError)) {
      return result(test, State.THREW, "", "", "", thrown.toString(), where);
    }
    var described = DESCRIBED.matcher(message);
    var done = described.matches() ? described.group(1) : "";
    var rest = described.matches() ? described.group(2) : message;
    return thrown instanceof AssertionFailedError error
            && error.isExpectedDefined()
            && error.isActualDefined()
        ? result(
            test,
            State.FAILED,
            done,
            error.getExpected().getStringRepresentation(),
            error.getActual().getStringRepresentation(),
            "",
            where)
        : result(test, State.FAILED, done, "", "", rest, where);
  }

  /// The topmost line that is neither the test's own nor of a library.
  private static String where(TestIdentifier test, Throwable thrown) {
    var own = method(test).getClassName();
    var folder = own.substring(0, own.lastIndexOf('.') + 1);
    for (var frame : thrown.getStackTrace()) {
      if (frame.getClassName().startsWith(folder) && !frame.getClassName().startsWith(own)) {
        return frame.getFileName() + ":" + frame.getLineNumber();
      }
    }
    return "";
  }

  private static CheckResult result(
      TestIdentifier test,
      State state,
      String done,
      String expected,
      String got,
      String message,
      String where) {
    var method = method(test);
    var check = AnnotationSupport.findAnnotation(method.getJavaMethod(), Check.class);
    return new CheckResult(
        exercise(test),
        method.getMethodName(),
        check.map(Check::value).orElse(method.getMethodName()),
        check.map(Check::points).orElse(0),
        state,
        done,
        expected,
        got,
        message,
        where);
  }

  private static String exercise(TestIdentifier test) {
    return AnnotationSupport.findAnnotation(method(test).getJavaClass(), Exercise.class)
        .map(Exercise::value)
        .orElse("");
  }

  private static MethodSource method(TestIdentifier test) {
    return (MethodSource) test.getSource().orElseThrow();
  }

  private CheckMain() {}
}
