/// What the fields of each kind are, and everything that follows from that: strict decoding,
/// pruning, defaults, and the three kinds of patch.
///
/// Read in this order: [Schemas], [FieldType], [Decoder], [Defaults], [StrategicMerge],
/// [StrategicList], [MergePatch], [JsonPatch], [TextBody], [Options].
@NullMarked
package timonier.apiserver.schema;

import org.jspecify.annotations.NullMarked;
