package timonier.bench;

/// The objects that are written to measure a server.
final class BenchObjects {

  static final String JSON = "application/json";
  static final String MERGE = "application/merge-patch+json";

  private static final String PAD = "x".repeat(900);

  /// A config map of about 1 kB; two with one name differ by `seed`.
  static String configMap(String name, int seed) {
    return """
    {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"%s","labels":{"app":"bench",\
    "shard":"s%d"}},"data":{"k":"%s%d"}}\
    """
        .formatted(name, seed % 10, PAD, seed);
  }

  /// A config map of about 1 kB that carries a moment.
  static String stamped(String name, long nanos) {
    return """
    {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"%s"},"data":{"pad":"%s",\
    "sent":"%d"}}\
    """
        .formatted(name, PAD, nanos);
  }

  static String namespace(String name) {
    return """
    {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"%s"}}\
    """
        .formatted(name);
  }

  static String serviceAccount() {
    return """
    {"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"default"}}\
    """;
  }

  /// The status of a node that is ready and large.
  static String nodeStatus() {
    return """
    {"capacity":{"cpu":"32","memory":"256Gi","pods":"250"},\
    "allocatable":{"cpu":"32","memory":"256Gi","pods":"250"},\
    "conditions":[{"type":"Ready","status":"True","reason":"KubeletReady",\
    "lastHeartbeatTime":"2030-01-01T00:00:00Z","lastTransitionTime":"2026-01-01T00:00:00Z"}]}\
    """;
  }

  static String node(int number) {
    return """
    {"apiVersion":"v1","kind":"Node","metadata":{"name":"bn-%d","labels":{\
    "kubernetes.io/hostname":"bn-%d","zone":"z%d"}},"spec":{},"status":%s}\
    """
        .formatted(number, number, number % 3, nodeStatus());
  }

  static String pod(String name) {
    return """
    {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s","labels":{"app":"bench"}},\
    "spec":{"automountServiceAccountToken":false,"containers":[{"name":"c","image":"pause",\
    "resources":{"requests":{"cpu":"100m","memory":"64Mi"}}}]}}\
    """
        .formatted(name);
  }

  private BenchObjects() {}
}
