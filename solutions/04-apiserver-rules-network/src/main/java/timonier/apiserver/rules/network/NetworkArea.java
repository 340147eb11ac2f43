package timonier.apiserver.rules.network;

import java.util.List;
import timonier.apiserver.rules.Area;

/// The rules of services, endpoints, ingresses and network policies.
public final class NetworkArea {

  /// Their tables and checks.
  public static Area area() {
    return Area.of(
        NetworkArea.class,
        List.of("network"),
        List.of(NetworkChecks.makers(), ServiceChecks.makers(), IngressChecks.makers()));
  }

  private NetworkArea() {}
}
