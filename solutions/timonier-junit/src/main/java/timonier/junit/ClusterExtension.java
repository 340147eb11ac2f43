package timonier.junit;

import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import timonier.assembly.EmbeddedCluster.Foundation;

/// Starts the cluster that a test asks for by a parameter, and closes it with the test.
final class ClusterExtension implements ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(ClusterExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    var type = parameter.getParameter().getType();
    return type == LiveCluster.class || type == VirtualCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var type = parameter.getParameter().getType();
    var wanted = annotation(context);
    return type == VirtualCluster.class
        ? kept(context, type, () -> SimulatedVirtualCluster.start(wanted))
        : kept(
            scope(context, wanted),
            type,
            () -> EmbeddedLiveCluster.start(wanted, foundation(context)));
  }

  /// Returns the cluster that a scope keeps for its tests, and starts it for the first of them.
  private static Object kept(
      ExtensionContext scope, Class<?> type, Supplier<? extends AutoCloseable> start) {
    return scope
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(type, _ -> new Kept<>(start.get()), Kept.class)
        .resource();
  }

  /// The annotation of the method, or else of the class around it.
  private static TimonierCluster annotation(ExtensionContext context) {
    Optional<ExtensionContext> scope = Optional.of(context);
    while (scope.isPresent()) {
      var found =
          scope
              .flatMap(ExtensionContext::getElement)
              .flatMap(element -> AnnotationSupport.findAnnotation(element, TimonierCluster.class));
      if (found.isPresent()) {
        return found.get();
      }
      scope = scope.flatMap(ExtensionContext::getParent);
    }
    throw new ParameterResolutionException(
        "a test that takes a cluster needs @TimonierCluster on its method or class");
  }

  /// The scope that keeps the cluster: the test, or its class.
  private static ExtensionContext scope(ExtensionContext context, TimonierCluster wanted) {
    return wanted.shared() && context.getTestMethod().isPresent()
        ? context.getParent().orElse(context)
        : context;
  }

  /// The parts that all clusters of a run share, since they take a while to make.
  private static Foundation foundation(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Foundation.class, _ -> Foundation.make(), Foundation.class);
  }
}
