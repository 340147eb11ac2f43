package timonier.pods.runtime;

/// What a container may use of the machine; 0 stands for no limit.
///
/// @param requestedMilliCpu its part of the processors when they are busy, in thousandths of one
/// @param milliCpu the most of the processors it gets
/// @param memoryBytes the most of the memory it gets
public record Limits(long requestedMilliCpu, long milliCpu, long memoryBytes) {}
