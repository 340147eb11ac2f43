package timonier.deployments;

import java.util.List;
import timonier.client.ClusterComponent;
import timonier.pods.objects.Part;

/// The part of the orchestrator that this stratum adds.
public final class DeploymentsPart {

  /// Deployments and their controller.
  public static Part part() {
    return new Part(
        9,
        "deployments",
        List.of(Deployment.TYPE),
        List.of(new ClusterComponent("deployment-controller", DeploymentReconciler::new)));
  }

  private DeploymentsPart() {}
}
