package timonier.apiserver.kinds;

import timonier.pods.KubernetesObject;
import timonier.pods.ObjectMeta;

/// An object of which nobody needs more than its name: the server keeps the rest as it is.
///
/// @param metadata name, identity, labels and owners
public record PlainObject(ObjectMeta metadata) implements KubernetesObject {}
