package timonier.kubelet.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import timonier.pods.Pod;
import timonier.pods.PodSpec;

/// The hosts file of a pod's containers: the pod's own names and those that its author added, in
/// the order and words of Kubernetes' kubelet (Kubernetes documentation, "Adding entries to Pod
/// /etc/hosts with HostAliases"; hosts(5)).
public final class HostsFile {

  /// Its path in containers. A container that mounts something there itself keeps that.
  public static final String PATH = "/etc/hosts";

  /// The domain of cluster names, below which a pod with a subdomain has its name.
  private static final String CLUSTER_DOMAIN = "cluster.local";

  private static final String HEAD =
      """
      # Kubernetes-managed hosts file.
      127.0.0.1\tlocalhost
      ::1\tlocalhost ip6-localhost ip6-loopback
      fe00::0\tip6-localnet
      fe00::0\tip6-mcastprefix
      fe00::1\tip6-allnodes
      fe00::2\tip6-allrouters
      """;

  /// The longest hostname: Linux allows 64 bytes, DNS 63 for a label.
  private static final int LONGEST_HOSTNAME = 63;

  /// The text for a pod with a network of its own.
  ///
  /// @param address the pod's address
  public static String of(Pod pod, String address) {
    var names = new ArrayList<String>();
    fullName(pod).ifPresent(names::add);
    names.add(hostname(pod));
    return HEAD + line(address, names) + aliases(pod.spec());
  }

  /// The text for a pod on its node's own network.
  ///
  /// @param node the node's hosts file
  public static String ofNode(Pod pod, String node) {
    return "# Kubernetes-managed hosts file (host network).\n" + node + aliases(pod.spec());
  }

  /// Reads the hosts file of this machine; empty text if it has none.
  public static String node() {
    try {
      return Files.readString(Path.of(PATH));
    } catch (NoSuchFileException _) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A pod's hostname: the one that it asks for, or else the pod's name, cut if it is longer than a
  /// hostname may be.
  public static String hostname(Pod pod) {
    var wanted = pod.spec().hostname();
    var name = wanted.isEmpty() ? pod.metadata().name() : wanted;
    var end = Math.min(name.length(), LONGEST_HOSTNAME);
    while (end < name.length() && end > 0 && "-.".indexOf(name.charAt(end - 1)) >= 0) {
      end--;
    }
    return name.substring(0, end);
  }

  private static Optional<String> fullName(Pod pod) {
    var subdomain = pod.spec().subdomain();
    return subdomain.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.join(
                ".", hostname(pod), subdomain, pod.metadata().namespace(), "svc", CLUSTER_DOMAIN));
  }

  private static String aliases(PodSpec spec) {
    var lines = new StringBuilder();
    for (var alias : spec.hostAliases()) {
      lines.append(line(alias.ip(), alias.hostnames()));
    }
    return lines.isEmpty() ? "" : "\n# Entries added by HostAliases.\n" + lines;
  }

  private static String line(String address, List<String> names) {
    return address + "\t" + String.join("\t", names) + "\n";
  }

  private HostsFile() {}
}
