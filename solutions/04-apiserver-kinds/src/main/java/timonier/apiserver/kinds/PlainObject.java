package timonier.apiserver.kinds;

import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.ObjectMeta;

/// An object whose metadata is all that components read: the server keeps the rest as is.
///
/// @param metadata name, identity, labels and owners
public record PlainObject(ObjectMeta metadata) implements KubernetesObject {}
