/// What a kubelet needs for one container: its rights, the processes that it sees, the questions of
/// probes and hooks, its failures, its hosts file, its termination message, changes of its limits,
/// and its last reported status; and the conditions of its pod.
///
/// Read in this order: [ContainerSecurity], [ProcessSharing], [Question], [Answer], [GrpcHealth],
/// [Trouble], [HostsFile], [TerminationMessages], [LastWords], [Resize], [ToldStatus],
/// [PodConditions].
@NullMarked
package timonier.kubelet.containers;

import org.jspecify.annotations.NullMarked;
