package timonier.services;

import java.util.List;
import java.util.function.Supplier;
import timonier.apiserver.extensions.Admission;
import timonier.client.ClusterComponent;
import timonier.client.ComponentContext;
import timonier.client.ComponentFactory;
import timonier.pods.objects.Part;

/// The part of the orchestrator that this stratum adds.
public final class ServicesPart {

  /// Services, their controllers, and the proxy of each node.
  ///
  /// @param range the addresses that services get, as in `10.96.0.0/16`
  /// @param listeners makes the listeners of a node
  public static Part part(String range, Supplier<Listeners> listeners) {
    return new Part(
        8,
        "services",
        List.of(Service.TYPE, Endpoints.TYPE, EndpointSlice.TYPE),
        List.of(
            (Admission.Factory) _ -> new ServiceAddresses(AddressRange.parse(range)),
            new ClusterComponent("endpointslice-controller", EndpointSliceReconciler::new),
            new ClusterComponent("endpoints-controller", EndpointsReconciler::new),
            new ClusterComponent("endpointslicemirroring-controller", MirrorReconciler::new),
            new NodeProxy(listeners)));
  }

  /// The proxy, one on each node.
  private record NodeProxy(Supplier<Listeners> listeners) implements ComponentFactory {
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
      var made = listeners.get();
      Proxy.start(context, made);
      return made;
    }
  }

  private ServicesPart() {}
}
