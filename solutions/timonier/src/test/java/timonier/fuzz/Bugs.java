package timonier.fuzz;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.slf4j.LoggerFactory;

/// Collects the bugs that server and components report: a failed task, a request that met a bug. No
/// client may cause one.
final class Bugs extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Set<String> reported = new ConcurrentSkipListSet<>();

  Bugs() {
    setContext(root.getLoggerContext());
    start();
    root.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
      var cause = event.getThrowableProxy();
      var trace = cause == null ? "" : ThrowableProxyUtil.asString(cause);
      reported.add(event.getLoggerName() + ": " + event.getFormattedMessage() + "\n" + trace);
    }
  }

  /// Each bug once.
  List<String> reported() {
    return List.copyOf(reported);
  }

  @Override
  public void close() {
    root.detachAppender(this);
    stop();
  }
}
