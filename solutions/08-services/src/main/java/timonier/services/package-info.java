/// Services: one address for pods that come and go.
///
/// The server claims addresses and ports for services, controllers keep lists of the pods behind
/// each, and on every node a proxy answers at the services' addresses and passes connections on.
///
/// Read in this order: [Service], [ServiceAddresses], [Claims], [EndpointSlice], [EndpointPlan],
/// [EndpointSliceReconciler], [EndpointsReconciler], [ProxyPlan], [Proxy], [TcpProxy].
@NullMarked
package timonier.services;

import org.jspecify.annotations.NullMarked;
