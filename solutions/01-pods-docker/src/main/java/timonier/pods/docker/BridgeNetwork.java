package timonier.pods.docker;

import java.util.Map;

/// The network of all pods of a cluster.
///
/// @param name its name on the engine
/// @param bridge the name of its link on the host
/// @param subnet its addresses, as in `10.132.0.0/16`
/// @param gateway the host's address on it
/// @param labels its labels
public record BridgeNetwork(
    String name, String bridge, String subnet, String gateway, Map<String, String> labels) {}
