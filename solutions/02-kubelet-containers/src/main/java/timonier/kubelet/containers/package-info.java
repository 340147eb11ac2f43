/// What a kubelet needs for one container: its rights, the processes that it sees, the questions of
/// probes and hooks, its failures, its hosts file, its termination message, and its last reported
/// status.
///
/// Read in this order: [ContainerSecurity], [ProcessSharing], [Question], [Answer], [GrpcHealth],
/// [Trouble], [HostsFile], [TerminationMessages], [LastWords], [ToldStatus].
@NullMarked
package timonier.kubelet.containers;

import org.jspecify.annotations.NullMarked;
