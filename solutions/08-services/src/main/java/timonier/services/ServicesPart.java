package timonier.services;

import java.util.List;
import timonier.client.ComponentContext;
import timonier.client.ComponentFactory;
import timonier.controllers.ControllersPart.ClusterComponent;
import timonier.kit.loop.EventLoop;
import timonier.pods.Part;

/// What this stratum adds to the orchestrator.
public final class ServicesPart {

  private record ProxyFactory() implements ComponentFactory {
    @Override
    public String name() {
      return "proxy";
    }

    @Override
    public Scope scope() {
      return Scope.NODE;
    }

    @Override
    public AutoCloseable start(ComponentContext context) {
      return new Proxy(context);
    }
  }

  /// Services, their endpoints, and the proxy.
  ///
  /// @param loop for chance in the choice of addresses
  /// @param range the range of the services' addresses
  public static Part part(EventLoop loop, String range) {
    return new Part(
        8,
        "services",
        List.of(Service.TYPE, Endpoints.TYPE, EndpointSlice.TYPE),
        List.of(
            new ServiceAddresses(loop, range),
            new ClusterComponent("endpoint-controller", EndpointController::new),
            new ProxyFactory()));
  }

  private ServicesPart() {}
}
