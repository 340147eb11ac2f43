/// The part that objects of all kinds have in common: metadata, a type with its paths, a form in
/// JSON, and the refusal of a request about them.
///
/// Everything above knows objects as records with [ObjectMeta] in them, or as trees. [Part] is how
/// a stratum adds its kinds to the orchestrator, and plugs into the ports of earlier strata.
///
/// Read in this order: [KubernetesObject], [ObjectMeta], [OwnerReference], [ObjectKey],
/// [ResourceType], [JsonFormat], [Json], [MicroTime], [Status], [ApiException], [Part].
@NullMarked
package timonier.pods.objects;

import org.jspecify.annotations.NullMarked;
