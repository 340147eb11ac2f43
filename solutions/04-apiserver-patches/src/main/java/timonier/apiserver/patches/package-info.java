/// The three kinds of patch: JSON patch (RFC 6902), JSON merge patch (RFC 7386), and strategic
/// merge patch, which merges lists by the keys that the schema names.
///
/// Read in this order: [Patches], [MergePatch], [JsonPatch], [NodeSize], [StrategicMerge],
/// [StrategicList].
@NullMarked
package timonier.apiserver.patches;

import org.jspecify.annotations.NullMarked;
