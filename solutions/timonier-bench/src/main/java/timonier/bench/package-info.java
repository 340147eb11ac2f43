/// The figures: `./timonier bench` measures a cluster of its own, or a running server, and prints
/// the figures next to the design's goals.
///
/// [BenchRow] lists the figures and their goals. [BenchRun] starts what a row needs ([BenchServer],
/// [BenchClone], [BenchLearning], [BenchScheduler]), [BenchWork] sends the requests,
/// [ServerThreads] and [ServerSampling] find where the time went, and [BenchTable] prints it.
///
/// Read in this order: [BenchCommand], [BenchRow], [BenchRun], [BenchWork], [BenchTable].
@NullMarked
package timonier.bench;

import org.jspecify.annotations.NullMarked;
