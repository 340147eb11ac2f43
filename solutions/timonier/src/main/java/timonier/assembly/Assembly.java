package timonier.assembly;

import java.util.ArrayList;
import java.util.List;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.apiserver.proxy.ProxyPart;
import timonier.apiserver.reviews.ReviewsPart;
import timonier.apiserver.versions.VersionsPart;
import timonier.controllers.ControllersPart;
import timonier.deployments.DeploymentsPart;
import timonier.kubelet.sources.KubeletPart;
import timonier.nodes.NodesPart;
import timonier.pods.PodsPart;
import timonier.pods.objects.Part;
import timonier.scheduler.SchedulerPart;
import timonier.services.ServicesPart;
import timonier.services.proxy.TcpProxy;

/// The ordered list of parts that the orchestrator is made of.
public final class Assembly {

  /// The release of Kubernetes whose API is served.
  static final String RELEASE = timonier.apiserver.openapi.Documents.RELEASE;

  /// The number of the last part.
  public static final int LAST = 9;

  /// The parts up to a number.
  ///
  /// @param serviceRange the addresses that services get
  public static List<Part> parts(int last, String serviceRange) {
    var all = new ArrayList<Part>();
    all.add(PodsPart.part());
    all.add(KubeletPart.part());
    all.add(ApiServerPart.part());
    all.add(ProxyPart.part());
    all.add(VersionsPart.part());
    all.add(ReviewsPart.part());
    all.add(NodesPart.part());
    all.add(SchedulerPart.part());
    all.add(ServicesPart.part(serviceRange, TcpProxy::new));
    all.add(DeploymentsPart.part());
    all.removeIf(part -> part.number() > last);
    if (last >= 7) {
      all.add(ControllersPart.part(Part.resourceTypes(all)));
    }
    all.sort(java.util.Comparator.comparing(Part::number));
    return List.copyOf(all);
  }

  private Assembly() {}
}
