package timonier.apiserver.rules.pods;

import java.util.List;
import timonier.apiserver.rules.Area;

/// The rules of pods and pod templates: containers, volumes, and where pods run.
public final class PodArea {

  /// Their tables and checks.
  public static Area area() {
    return Area.of(
        PodArea.class,
        List.of("containers", "pods"),
        List.of(
            PodChecks.makers(),
            SelectorChecks.makers(),
            ContainerChecks.makers(),
            PodContainerChecks.makers(),
            VariableChecks.makers(),
            MountChecks.makers(),
            ResourceChecks.makers(),
            VolumeChecks.makers()));
  }

  private PodArea() {}
}
