/// What a kubelet keeps in folders of its machine: volumes, last messages, and the manifests of
/// static pods.
///
/// Read in this order: [ManifestFolder], [LocalVolumes].
@NullMarked
package timonier.kubelet.folders;

import org.jspecify.annotations.NullMarked;
