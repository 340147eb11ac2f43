package timonier.apiserver.versions;

import java.util.List;
import java.util.Optional;
import timonier.apiserver.kinds.PlainObject;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.Part;
import timonier.pods.objects.ResourceType;

/// The second versions that are served.
public final class VersionsPart {

  private static final ResourceType<PlainObject> EVENTS =
      new ResourceType<>(
          "events.k8s.io",
          "v1",
          "Event",
          "events",
          true,
          List.of("ev"),
          List.of(),
          List.of(),
          PlainObject.class);

  private static ResourceType<PlainObject> autoscalers(String version) {
    return new ResourceType<>(
        "autoscaling",
        version,
        "HorizontalPodAutoscaler",
        "horizontalpodautoscalers",
        true,
        List.of("hpa"),
        List.of("all"),
        List.of("status"),
        PlainObject.class);
  }

  /// Events as `events.k8s.io/v1`, and autoscalers as `autoscaling/v1`.
  public static Part part() {
    var tables = new ApiTables();
    return new Part(
        4,
        "versions",
        List.of(),
        List.of(
            new SecondVersion(
                EVENTS,
                ResourceTypes.EVENTS,
                Optional.of(EventConversion.kind(EVENTS)),
                new EventConversion(),
                tables),
            new SecondVersion(
                autoscalers("v1"),
                autoscalers("v2"),
                Optional.empty(),
                new AutoscalerConversion(tables),
                tables)));
  }

  private VersionsPart() {}
}
