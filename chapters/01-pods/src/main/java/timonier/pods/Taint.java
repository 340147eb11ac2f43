package timonier.pods;

import java.time.Instant;
import java.util.Optional;

/// A mark on a node that keeps pods away unless they tolerate it (`core/v1 Taint`).
///
/// @param key its name
/// @param value its value, possibly empty
/// @param effect `NoSchedule`, `PreferNoSchedule` or `NoExecute`
/// @param timeAdded when it was put there
public record Taint(String key, String value, String effect, Optional<Instant> timeAdded) {}
