/// The figures: `./timonier bench` measures a cluster of its own, or a server that is there, and
/// sets what it finds beside what the design wants.
///
/// [BenchRow] lists what is measured and what is to be reached. [BenchRun] starts what a row needs
/// ([BenchServer], [BenchClone], [BenchLearning], [BenchScheduler]), [BenchWork] sends the
/// requests, [ServerThreads] and [ServerSampling] say where the time went, and [BenchTable] prints
/// it.
///
/// Read in this order: [BenchCommand], [BenchRow], [BenchRun], [BenchWork], [BenchTable].
@NullMarked
package timonier.bench;

import org.jspecify.annotations.NullMarked;
