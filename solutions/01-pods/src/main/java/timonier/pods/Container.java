package timonier.pods;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.pods.objects.Json;

/// One program of a pod (`core/v1 Container`).
///
/// @param name unique in the pod
/// @param image what it is made from
/// @param imagePullPolicy `Always`, `IfNotPresent` or `Never`
/// @param command replaces the image's program
/// @param args its arguments
/// @param workingDir where it starts
/// @param ports the ports it listens on, for information only
/// @param env environment variables, in order: later ones may name earlier ones as `$(NAME)`
/// @param resources what it needs and may use
/// @param resizePolicy whether it must start again when it gets more or less of a resource
/// @param volumeMounts where the pod's volumes appear to it
/// @param livenessProbe the container is restarted when this fails
/// @param readinessProbe the container gets no requests while this fails
/// @param startupProbe the other probes wait until this one has passed
/// @param lifecycle what happens after start and before stop
/// @param restartPolicy whether it runs again when it ends; as its pod says where empty. `Always`
///   makes an init container a sidecar
/// @param restartPolicyRules the exit codes with which it runs again whatever the policies say
/// @param terminationMessagePath the file whose content becomes the message of its end
/// @param terminationMessagePolicy `File`, or `FallbackToLogsOnError`: if it failed and left no
///   message, the end of its log stands for one
/// @param stdin whether its input can be written to; else it is empty
/// @param stdinOnce whether its input ends when the first client that attached to it leaves
/// @param tty whether it has a terminal
/// @param securityContext the user and groups of its program, and what that may do
/// @param targetContainerName the container whose processes it sees, if it was added to debug that
///   one; empty for none
public record Container(
    String name,
    String image,
    String imagePullPolicy,
    List<String> command,
    List<String> args,
    String workingDir,
    List<Port> ports,
    List<EnvVar> env,
    Optional<Resources> resources,
    List<ResizePolicy> resizePolicy,
    List<VolumeMount> volumeMounts,
    Optional<Probe> livenessProbe,
    Optional<Probe> readinessProbe,
    Optional<Probe> startupProbe,
    Optional<Lifecycle> lifecycle,
    String restartPolicy,
    List<RestartRule> restartPolicyRules,
    String terminationMessagePath,
    String terminationMessagePolicy,
    boolean stdin,
    boolean stdinOnce,
    boolean tty,
    Optional<SecurityContext> securityContext,
    String targetContainerName) {

  /// Whether an init container is a sidecar, which goes on while the containers after it run.
  public boolean isSidecar() {
    return restartPolicy.equals("Always");
  }

  /// A case in which a container runs again whatever the policies say.
  ///
  /// @param action `Restart`, or `RestartAllContainers`: then its whole pod starts again
  /// @param exitCodes the exit codes to which it applies
  public record RestartRule(String action, Optional<ExitCodes> exitCodes) {}

  /// A set of exit codes.
  ///
  /// @param operator `In` or `NotIn`
  /// @param values the codes that belong to it, or do not
  public record ExitCodes(String operator, List<Integer> values) {}

  /// A port that a container listens on.
  ///
  /// @param name the name that probes and services may use
  /// @param containerPort the number
  /// @param protocol `TCP` or `UDP`
  /// @param hostPort the node's port that leads to it; 0 for none
  /// @param hostIP the node's address that `hostPort` is on; all of them where empty
  public record Port(
      String name, int containerPort, String protocol, int hostPort, String hostIP) {}

  /// An environment variable.
  ///
  /// @param name its name
  /// @param value its value, in which `$(NAME)` stands for another variable
  /// @param valueFrom where the value comes from instead
  public record EnvVar(String name, String value, Optional<Json> valueFrom) {}

  /// Amounts of resources by name, as in `cpu` and `memory`.
  ///
  /// @param requests what the scheduler sets aside for it
  /// @param limits what it may use at most
  public record Resources(Map<String, Quantity> requests, Map<String, Quantity> limits) {}

  /// How a container that runs gets more or less of a resource.
  ///
  /// @param resourceName `cpu` or `memory`
  /// @param restartPolicy `NotRequired`, or `RestartContainer`
  public record ResizePolicy(String resourceName, String restartPolicy) {}

  /// Where a volume appears.
  ///
  /// @param name the volume's name in the pod
  /// @param mountPath where the container sees it
  /// @param readOnly whether it may only read
  /// @param subPath the folder or file in the volume that is shown; all of it where empty
  /// @param subPathExpr the same, in which `$(NAME)` stands for an environment variable
  public record VolumeMount(
      String name, String mountPath, boolean readOnly, String subPath, String subPathExpr) {}

  /// What happens at a container's start and end.
  ///
  /// @param postStart right after it started
  /// @param preStop before it must stop
  public record Lifecycle(Optional<Handler> postStart, Optional<Handler> preStop) {}

  /// One way to act on a container; exactly one is present.
  ///
  /// @param exec run a command inside
  /// @param httpGet ask for a page
  /// @param tcpSocket open a connection
  /// @param sleep do nothing for a while
  public record Handler(
      Optional<Exec> exec,
      Optional<HttpGet> httpGet,
      Optional<TcpSocket> tcpSocket,
      Optional<Sleep> sleep) {}

  /// A command to run inside a container.
  ///
  /// @param command the program and its arguments
  public record Exec(List<String> command) {}

  /// A page to ask for.
  ///
  /// @param path the path
  /// @param port a number, or the name of one of the container's ports
  /// @param host the name or address, as the node sees it; the pod's own where empty
  /// @param scheme `HTTP` or `HTTPS`
  /// @param httpHeaders further headers
  public record HttpGet(
      String path, Json port, String host, String scheme, List<HttpHeader> httpHeaders) {}

  /// A header of a request.
  ///
  /// @param name its name
  /// @param value its value
  public record HttpHeader(String name, String value) {}

  /// A connection to open.
  ///
  /// @param port a number, or the name of one of the container's ports
  /// @param host the name or address, as the node sees it; the pod's own where empty
  public record TcpSocket(Json port, String host) {}

  /// A call of the gRPC health service.
  ///
  /// @param port the number
  /// @param service whose health is asked for; the whole server's where empty
  public record Grpc(int port, String service) {}

  /// A pause.
  ///
  /// @param seconds how long
  public record Sleep(long seconds) {}

  /// A question that is asked again and again (`core/v1 Probe`).
  ///
  /// @param exec run a command inside: well if it ends with 0
  /// @param httpGet ask for a page: well if the answer is 200 to 399
  /// @param tcpSocket open a connection: well if it opens
  /// @param grpc call the health service: well if it says `SERVING`
  /// @param initialDelaySeconds how long after the start the first question comes
  /// @param timeoutSeconds how long an answer may take; 0 stands for 1
  /// @param periodSeconds how often; 0 stands for 10
  /// @param successThreshold how many good answers in a row turn it to well; 0 stands for 1
  /// @param failureThreshold how many bad answers in a row turn it to ill; 0 stands for 3
  /// @param terminationGracePeriodSeconds how long the container may take to stop after a failure
  public record Probe(
      Optional<Exec> exec,
      Optional<HttpGet> httpGet,
      Optional<TcpSocket> tcpSocket,
      Optional<Grpc> grpc,
      int initialDelaySeconds,
      int timeoutSeconds,
      int periodSeconds,
      int successThreshold,
      int failureThreshold,
      Optional<Long> terminationGracePeriodSeconds) {}
}
