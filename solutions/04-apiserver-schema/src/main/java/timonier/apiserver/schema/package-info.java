/// What the fields of each kind are, and everything that follows from that: strict decoding,
/// pruning and defaults.
///
/// Read in this order: [Schemas], [FieldType], [Decoder], [Defaults], [GoForm], [Kinds],
/// [TextBody], [ProtobufBody], [Options].
@NullMarked
package timonier.apiserver.schema;

import org.jspecify.annotations.NullMarked;
