/// Passing requests on: through the API server, clients reach what pods, services and nodes answer
/// by HTTP (`/api/v1/namespaces/default/services/web:80/proxy/`).
///
/// ```
/// client --HTTP--> ApiServer --Exchange--> kubelet --> port of a pod
/// ```
///
/// A client says which object it means, never which address: the way leads through the kubelet of a
/// pod, as that of `kubectl port-forward` does, or ends at the kubelet itself.
///
/// Read in this order: [ProxyPart], [ProxiedKind], [ProxyName], [Destination], [PodDestinations],
/// [ServicePorts]; [Exchange], [RequestHead], [ResponseHead], [Redirects], [Tunnel].
@NullMarked
package timonier.apiserver.proxy;

import org.jspecify.annotations.NullMarked;
