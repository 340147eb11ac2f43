package timonier.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Gives tests a whole cluster of their own, as a parameter of the test method: a [LiveCluster]
/// that any Kubernetes client can talk to, or a [VirtualCluster] in which ten minutes pass at once.
///
/// ```java
/// @TimonierCluster(nodes = 3)
/// class MyOperatorTest {
///   @Test
///   void it_scales(LiveCluster cluster) {
///     cluster.create("""
///         apiVersion: v1
///         kind: ConfigMap
///         ...
///         """);
///   }
/// }
/// ```
///
/// Each test method has a cluster to itself, so tests may run side by side; it is gone, with all
/// its threads, files and ports, when the method ends. On a method the annotation overrides that on
/// the class.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ClusterExtension.class)
public @interface TimonierCluster {

  /// How many nodes it has.
  int nodes() default 1;

  /// The kind of a [LiveCluster]'s containers; those of a [VirtualCluster] are simulated.
  Containers containers() default Containers.SIMULATED;

  /// Whether the test methods of a class share one [LiveCluster]; the class must carry the
  /// annotation.
  boolean shared() default false;

  /// The seed of all choices of a [VirtualCluster]: the same seed makes the same run.
  long seed() default 1;
}
