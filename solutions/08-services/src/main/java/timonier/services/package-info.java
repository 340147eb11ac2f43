/// Services: addresses that stay while pods come and go.
///
/// Read in this order: [Service], [ServiceAddresses], [EndpointSlice], [EndpointPlan],
/// [EndpointController], [ProxyRules], [Proxy].
@NullMarked
package timonier.services;

import org.jspecify.annotations.NullMarked;
