/// Sources of pods, volumes and variables that a kubelet has without a server: a folder of
/// manifests, folders of its machine, and the pod's own fields.
///
/// Read in this order: [ManifestFolder], [LocalVolumes], [FieldReferences].
@NullMarked
package timonier.kubelet.sources;

import org.jspecify.annotations.NullMarked;
