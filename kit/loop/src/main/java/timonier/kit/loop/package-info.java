/// The seam between Timonier and the machine: time, threads, chance and disk.
///
/// No component reads a clock, sleeps, starts a thread, draws a random number or writes a file by
/// itself. It is given an [EventLoop] and, if it stores something, a [Disk]. This package holds the
/// two ports and their live forms; `timonier.kit.sim` holds the simulated ones. The same component
/// code runs on both.
///
/// Read in this order: [EventLoop], [Promise], [Disk], [Loops], [LiveLoops], [LiveDisk]. The rest
/// are small things that edge classes share: [FileTree], [BlockInput], [BlockOutput], [Native],
/// [NetworkNamespace].
@NullMarked
package timonier.kit.loop;

import org.jspecify.annotations.NullMarked;
