/// Services: one address for a changing set of pods.
///
/// The server claims addresses and ports for services, controllers list the endpoints of each and
/// copy those that users list by hand, and on every node a proxy answers at the services' addresses
/// and passes connections on.
///
/// Read in this order: [Service], [ServiceAddresses], [ServiceFields], [NodePorts],
/// [ServiceClaims], [Claims], [EndpointSlice], [SliceAction], [EndpointPlan], [KeptSlices],
/// [EndpointSliceReconciler], [EndpointsPlan], [EndpointsReconciler], [MirrorPlan],
/// [MirrorReconciler], [ProxyPlan], [Proxy], [Listeners].
@NullMarked
package timonier.services;

import org.jspecify.annotations.NullMarked;
