package timonier.pods.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import timonier.kit.loop.EventLoop;

/// A client of the Docker Engine's API.
///
/// Requests name no version of the API, so the oldest and the newest engine answer alike. Each call
/// may block, and fails with an [EngineFailure]. Nothing is kept between calls, so a restarted
/// engine needs no special care.
public final class Engine implements AutoCloseable {

  private static final String SOCKET = "unix:///var/run/docker.sock";
  private static final Pattern MESSAGE = Pattern.compile("\"message\"\\s*:\\s*\"(.*?)\"\\s*}");

  private final URI host;
  private final DockerClient client;

  /// The engine at an address, as in `unix:///var/run/docker.sock`.
  public Engine(String host) {
    this.host = URI.create(host);
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(host)
            .withDockerTlsVerify(false)
            .build();
    var http =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(this.host)
            .maxConnections(4096)
            .connectionTimeout(Duration.ofSeconds(5))
            .build();
    this.client = DockerClientImpl.getInstance(config, http);
  }

  private static String localHost() {
    return System.getenv().getOrDefault("DOCKER_HOST", SOCKET);
  }

  /// The engine of this machine: at `DOCKER_HOST`, else at the usual socket.
  public static Engine local() {
    return new Engine(localHost());
  }

  /// Whether a program listens where the engine of this machine would.
  public static boolean isThere() {
    try (var channel = SocketChannel.open(EngineStream.address(URI.create(localHost())))) {
      return channel.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  URI host() {
    return host;
  }

  DockerClient client() {
    return client;
  }

  /// Makes a call, and turns its failures into [EngineFailure].
  <T> T ask(Supplier<T> call) {
    try {
      return call.get();
    } catch (EngineFailure failure) {
      throw failure;
    } catch (DockerException failure) {
      throw new EngineFailure(failure.getHttpStatus(), sentence(failure.getMessage()));
    } catch (RuntimeException failure) {
      throw away(failure);
    }
  }

  EngineFailure away(Throwable failure) {
    var root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new EngineFailure(
        EngineFailure.AWAY, "the engine at %s does not answer: %s".formatted(host, root));
  }

  private void tell(Runnable call) {
    ask(() -> {
      call.run();
      return true;
    });
  }

  /// The engine's message, without the JSON around it.
  static String sentence(@Nullable String message) {
    var text = Details.text(message);
    var match = MESSAGE.matcher(text);
    return match.find() ? match.group(1).replace("\\\"", "\"").replace("\\n", " ") : text.strip();
  }

  /// Whether it answers.
  public boolean answers() {
    try {
      tell(() -> client.pingCmd().exec());
      return true;
    } catch (EngineFailure _) {
      return false;
    }
  }

  /// Its version.
  public String version() {
    return ask(() -> Details.text(client.versionCmd().exec().getVersion()));
  }

  /// The processor it runs on, as images name it: `amd64`, `arm64`.
  public String architecture() {
    return ask(() -> Details.text(client.versionCmd().exec().getArch()));
  }

  /// The states of all containers that have certain labels, by id.
  public List<Seen> containers(Map<String, String> labels) {
    return ask(() ->
        client.listContainersCmd().withShowAll(true).withLabelFilter(labels).exec().stream()
            .map(found -> new Seen(found.getId(), Details.text(found.getState()), found.labels))
            .toList());
  }

  /// A container in a list.
  ///
  /// @param id its id
  /// @param state in the engine's words
  /// @param labels its labels
  public record Seen(String id, String state, Map<String, String> labels) {}

  /// All about one container; empty if there is none.
  public Optional<Details> inspect(String id) {
    return found(() -> Details.of(client.inspectContainerCmd(id).exec()));
  }

  private <T> Optional<T> found(Supplier<T> call) {
    try {
      return Optional.of(ask(call));
    } catch (EngineFailure failure) {
      if (failure.isNotFound()) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /// Makes a container.
  ///
  /// @return its id
  public String create(Blueprint wanted) {
    var terminal = wanted.terminal();
    var command =
        client
            .createContainerCmd(wanted.image())
            .withName(wanted.name())
            .withLabels(wanted.labels())
            .withEnv(
                wanted.env().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList())
            .withStdinOpen(terminal.stdin())
            .withStdInOnce(terminal.stdinOnce())
            .withTty(terminal.tty())
            .withHostConfig(HostSettings.of(wanted));
    if (!wanted.sharing().hostname().isEmpty()) {
      command.withHostName(wanted.sharing().hostname());
    }
    if (!wanted.entrypoint().isEmpty()) {
      command.withEntrypoint(wanted.entrypoint());
    }
    if (!wanted.arguments().isEmpty()) {
      command.withCmd(wanted.arguments());
    }
    if (!wanted.workingDir().isEmpty()) {
      command.withWorkingDir(wanted.workingDir());
    }
    if (!wanted.security().user().isEmpty()) {
      command.withUser(wanted.security().user());
    }
    return ask(() -> command.exec().getId());
  }

  /// Runs a container.
  public void start(String id) {
    unlessDone(() -> client.startContainerCmd(id).exec());
  }

  /// Changes the limits of a running container.
  public void change(String id, Blueprint.Limits limits) {
    tell(() -> HostSettings.change(client.updateContainerCmd(id), limits).exec());
  }

  /// Makes a call, unless the engine says that it has already been done.
  private void unlessDone(Runnable call) {
    tell(() -> {
      try {
        call.run();
      } catch (NotModifiedException _) {
        // already done
      }
    });
  }

  /// Asks a container to stop, kills it after a while, and waits for its end.
  ///
  /// @return false if there is no such container
  public boolean stop(String id, Duration grace) {
    var seconds = (int) Math.min(Integer.MAX_VALUE, grace.plusMillis(999).toSeconds());
    return found(
            () -> {
              unlessDone(() -> client.stopContainerCmd(id).withTimeout(seconds).exec());
              return true;
            })
        .isPresent();
  }

  /// Kills a container if it runs, and removes it with its log.
  public void remove(String id) {
    found(() -> {
      client.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
      return true;
    });
  }

  /// The id and the labels of an image that the engine has; empty if it has none.
  public Optional<Image> image(String name) {
    return found(() -> {
      var found = client.inspectImageCmd(name).exec();
      var config = found.getConfig();
      var labels = config == null ? null : config.getLabels();
      return new Image(Details.text(found.getId()), labels == null ? Map.of() : labels);
    });
  }

  /// An image that the engine has.
  ///
  /// @param id its id
  /// @param labels its labels
  public record Image(String id, Map<String, String> labels) {}

  /// Fetches an image from its registry.
  ///
  /// @param patience how long it may make no progress
  public void pull(String name, Duration patience) {
    new Pull(this, name, patience).await();
  }

  /// Loads an archive of images.
  public void load(InputStream archive) {
    tell(() -> client.loadImageCmd(archive).exec());
  }

  /// Whether there is a network with this name and these addresses.
  public boolean hasNetwork(BridgeNetwork wanted) {
    return ask(() -> client.listNetworksCmd().withNameFilter(wanted.name()).exec()).stream()
        .filter(network -> wanted.name().equals(network.getName()))
        .flatMap(network -> network.getIpam().getConfig().stream())
        .anyMatch(range -> wanted.subnet().equals(range.getSubnet()));
  }

  /// Makes a network.
  public void createNetwork(BridgeNetwork wanted) {
    var range = new Network.Ipam.Config().withSubnet(wanted.subnet()).withGateway(wanted.gateway());
    tell(() ->
        client
            .createNetworkCmd()
            .withName(wanted.name())
            .withCheckDuplicate(true)
            .withDriver("bridge")
            .withOptions(Map.of("com.docker.network.bridge.name", wanted.bridge()))
            .withIpam(new Network.Ipam().withConfig(range))
            .withLabels(wanted.labels())
            .exec());
  }

  /// Removes all containers and networks with certain labels.
  public void removeAll(Map<String, String> labels) {
    containers(labels).forEach(found -> remove(found.id()));
    var filters = labels.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    ask(() -> client.listNetworksCmd().withFilter("label", filters).exec())
        .forEach(network ->
            found(() -> {
              client.removeNetworkCmd(network.getId()).exec();
              return true;
            }));
  }

  /// A command to run inside a container.
  ///
  /// @param words the program and its arguments
  /// @param tty whether it has a terminal
  /// @param stdin whether it has an input
  /// @param timeout how long it may take before it is killed
  public record Command(
      List<String> words, boolean tty, boolean stdin, Optional<Duration> timeout) {}

  /// Starts a command inside a container.
  public EngineTalk exec(EventLoop loop, String id, Command command) {
    return new EngineExec(loop, this, id, command);
  }

  /// Attaches to the program of a container.
  public EngineTalk attach(String id, boolean stdin, boolean tty) {
    var path = "/containers/" + id + "/attach?stream=1&stdout=1&stderr=1&stdin=" + (stdin ? 1 : 0);
    return new EngineAttachment(this, id, EngineStream.open(this, path, "", tty));
  }

  /// The failure of a stream that ended too early: the engine went away, or one side left.
  EngineFailure ended(IOException failure) {
    return answers() ? new EngineFailure(499, String.valueOf(failure.getMessage())) : away(failure);
  }

  /// Waits for the end of a container.
  ///
  /// @return its exit code
  public int await(String id) {
    return ask(() -> client.waitContainerCmd(id).start().awaitStatusCode());
  }

  /// Sets the size of a container's terminal.
  public void resize(String id, int columns, int rows) {
    tell(() -> client.resizeContainerCmd(id).withSize(rows, columns).exec());
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw away(e);
    }
  }
}
