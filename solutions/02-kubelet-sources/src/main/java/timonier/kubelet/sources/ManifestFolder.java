package timonier.kubelet.sources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import timonier.kit.loop.EventLoop;
import timonier.kubelet.ports.PodSource;
import timonier.pods.Manifests;
import timonier.pods.Pod;
import timonier.pods.objects.JsonFormat;

/// Static pods: those in a folder of manifests, in YAML or JSON, without any server.
///
/// A pod's identity comes from its manifest and its node, so that a changed manifest is another
/// pod, and an unchanged one is the same after any restart.
public final class ManifestFolder implements PodSource {

  /// How often the folder is read (Kubernetes' `fileCheckFrequency`).
  private static final Duration PERIOD = Duration.ofSeconds(20);

  private final EventLoop loop;
  private final Path folder;
  private final String node;
  private final Consumer<String> complaints;

  /// Reads the pods of a folder.
  ///
  /// @param node the node's name, which ends each pod's name
  /// @param complaints called with a sentence for each manifest that cannot be read
  public ManifestFolder(EventLoop loop, Path folder, String node, Consumer<String> complaints) {
    this.loop = loop;
    this.folder = folder;
    this.node = node;
    this.complaints = complaints;
  }

  @Override
  public EventLoop.Cancellable subscribe(Consumer<List<Pod>> listener) {
    var following = new Following(listener);
    following.look();
    return following;
  }

  private final class Following implements EventLoop.Cancellable {
    private final Consumer<List<Pod>> listener;
    private volatile boolean cancelled;

    Following(Consumer<List<Pod>> listener) {
      this.listener = listener;
    }

    void look() {
      if (!cancelled) {
        loop.spawn("read manifests", () -> listener.accept(pods()));
        loop.after(PERIOD, this::look);
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  private List<Pod> pods() {
    var pods = new ArrayList<Pod>();
    try (var files = Files.list(folder)) {
      for (var file : files.sorted().toList()) {
        if (file.toString().matches(".*\\.(ya?ml|json)")) {
          read(file, pods);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pods;
  }

  private void read(Path file, List<Pod> pods) {
    try {
      var text = Files.readString(file, StandardCharsets.UTF_8);
      for (var document : Manifests.read(text)) {
        pods.add(pod(document));
      }
    } catch (IOException | IllegalArgumentException e) {
      complaints.accept(file + ": " + e.getMessage());
    }
  }

  private Pod pod(ObjectNode tree) {
    var metadata = tree.withObject("/metadata");
    var identity = UUID.nameUUIDFromBytes((node + "\n" + tree).getBytes(StandardCharsets.UTF_8));
    metadata.put("uid", identity.toString());
    metadata.put("name", metadata.path("name").asText() + "-" + node);
    if (!metadata.hasNonNull("namespace")) {
      metadata.put("namespace", "default");
    }
    metadata.withObject("/annotations").put("kubernetes.io/config.source", "file");
    tree.withObject("/spec").put("nodeName", node);
    return JsonFormat.read(tree, Pod.class);
  }
}
