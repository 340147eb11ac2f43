/// Where a kubelet by itself gets pods, volumes and variables from: a folder of manifests, folders
/// of its machine, and the pod's own fields.
///
/// Read in this order: [ManifestFolder], [LocalVolumes], [FieldReferences].
@NullMarked
package timonier.kubelet.sources;

import org.jspecify.annotations.NullMarked;
