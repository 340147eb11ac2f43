package timonier.pods.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.PullResponseItem;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// The pull of an image, given up when it makes no more progress.
final class Pull extends ResultCallback.Adapter<PullResponseItem> {

  private final Engine engine;
  private final String name;
  private final Duration patience;
  private final AtomicLong steps = new AtomicLong();
  private volatile String error = "";

  Pull(Engine engine, String name, Duration patience) {
    this.engine = engine;
    this.name = withTag(name);
    this.patience = patience;
  }

  /// Adds the tag `latest` to a name without a tag, for which the engine would pull all tags.
  static String withTag(String name) {
    var last = name.substring(name.lastIndexOf('/') + 1);
    return last.contains(":") || last.contains("@") ? name : name + ":latest";
  }

  @Override
  public void onNext(PullResponseItem item) {
    steps.incrementAndGet();
    var detail = item.getErrorDetail();
    if (detail != null) {
      error = Details.text(detail.getMessage());
    }
  }

  /// Waits for its end.
  void await() {
    try {
      engine.client().pullImageCmd(name).exec(this);
      for (var seen = -1L; !awaitCompletion(patience.toMillis(), TimeUnit.MILLISECONDS); ) {
        if (seen == steps.get()) {
          close();
          throw new EngineFailure(
              504,
              "no progress of the image \"%s\" within %d s".formatted(name, patience.toSeconds()));
        }
        seen = steps.get();
      }
    } catch (DockerException failure) {
      throw new EngineFailure(failure.getHttpStatus(), Engine.sentence(failure.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw engine.away(e);
    } catch (java.io.IOException e) {
      throw engine.away(e);
    }
    if (!error.isEmpty()) {
      throw new EngineFailure(500, error);
    }
  }
}
