package timonier.apiserver.kinds;

import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.ObjectMeta;

/// An object of which no component reads more than its metadata: the server keeps the rest as is.
///
/// @param metadata name, identity, labels and owners
public record PlainObject(ObjectMeta metadata) implements KubernetesObject {}
