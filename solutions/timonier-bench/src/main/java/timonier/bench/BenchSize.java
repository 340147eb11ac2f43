package timonier.bench;

/// The size of a run.
///
/// @param requests requests of one kind
/// @param warming requests of all kinds before warm figures
/// @param lists how often all objects are listed
/// @param watchers how many watch one object
/// @param writes how often it changes
/// @param nodes nodes to which pods are bound
/// @param pods pods that are created and bound
/// @param schedulerNodes nodes of the scheduler alone
/// @param schedulerPods its pods
/// @param saves how often a learner saves
record BenchSize(
    int requests,
    int warming,
    int lists,
    int watchers,
    int writes,
    int nodes,
    int pods,
    int schedulerNodes,
    int schedulerPods,
    int saves) {

  /// The sizes of the design's table.
  static final BenchSize WHOLE =
      new BenchSize(10_000, 60_000, 40, 200, 5_000, 1_000, 3_000, 5_000, 30_000, 40);

  /// Enough to see that it works; its figures mean nothing.
  static final BenchSize QUICK = new BenchSize(300, 600, 5, 20, 50, 20, 60, 50, 200, 3);
}
