package timonier.assembly;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import timonier.kit.loop.EventLoop;
import timonier.kubelet.ports.PodStatusSink;
import timonier.pods.Pod;
import timonier.pods.PodStatus;
import timonier.pods.objects.JsonFormat;
import timonier.store.Change;
import timonier.store.KeyRange;
import timonier.store.Store;
import timonier.store.StoreKey;

/// After chapter 03: the kubelet writes statuses to a store, and watchers of the store get each
/// change, revision by revision. Kill it, start it again, and nothing is lost.
final class StoreStage {

  private static final int MOST = 100;

  private final Stage stage;
  private final PrintStream out = System.out;

  StoreStage(Stage stage) {
    this.stage = stage;
  }

  /// Runs the pods of a manifest, and keeps their statuses in the store.
  void run(Path manifest) {
    var kubelet = new KubeletStage(stage);
    var loops = kubelet.loops();
    var store = new StoreFolder(stage.folder()).open(loops.loop("store"));
    var pods = store.range(KeyRange.of("pods"), 0, 0, Optional.empty());
    out.printf("the store is at revision %d%n", pods.revision());
    pods.entries()
        .forEach(entry -> out.printf("  kept at %d  %s%n", entry.modRevision(), entry.key()));
    watch(store, loops.loop("watch"));
    kubelet.run(manifest, new Stored(store));
  }

  private void watch(Store store, EventLoop loop) {
    var cursor = new Store.Cursor[1];
    Runnable print = () -> cursor[0].poll(MOST).forEach(this::print);
    cursor[0] = store.watch(KeyRange.of("pods"), store.revision(), () -> loop.run(print));
  }

  private void print(Change change) {
    var pod = JsonFormat.read(JsonFormat.parse(change.value()), Pod.class);
    var what =
        change.isDelete()
            ? "deleted " + change.key()
            : pod.status().map(status -> KubeletStage.line(pod, status)).orElse(pod.phase());
    out.printf("revision %d  %s%n", change.revision(), what);
  }

  /// Stores each pod with its status, by compare-and-set.
  private record Stored(Store store) implements PodStatusSink {
    private static StoreKey key(Pod pod) {
      return new StoreKey("pods", pod.metadata().namespace(), pod.metadata().name());
    }

    private long revision(StoreKey key) {
      return store.get(key).map(Store.Entry::modRevision).orElse(0L);
    }

    @Override
    public void status(Pod pod, PodStatus status) {
      var known = new Pod(pod.metadata(), pod.spec(), Optional.of(status));
      store.put(key(pod), JsonFormat.bytes(JsonFormat.tree(known)), revision(key(pod)));
    }

    @Override
    public void deleted(Pod pod) {
      store.delete(key(pod), revision(key(pod)));
    }
  }
}
