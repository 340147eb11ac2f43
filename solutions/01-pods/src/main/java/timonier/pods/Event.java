package timonier.pods;

import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.ObjectMeta;

/// Something that happened to an object, for people to read (`core/v1 Event`).
///
/// @param metadata name, identity and namespace
/// @param involvedObject what it happened to
/// @param reason one word, as in `Started`
/// @param message a sentence
/// @param source the component that reports it, and where
/// @param firstTimestamp when it first happened
/// @param lastTimestamp when it last happened
/// @param count how often it happened
/// @param type `Normal` or `Warning`
/// @param reportingComponent the component that reports it
/// @param reportingInstance which instance of it
public record Event(
    ObjectMeta metadata,
    Reference involvedObject,
    String reason,
    String message,
    Optional<Source> source,
    Optional<Instant> firstTimestamp,
    Optional<Instant> lastTimestamp,
    int count,
    String type,
    String reportingComponent,
    String reportingInstance)
    implements KubernetesObject {

  /// A name for an event: the object's name and the moment, so that a list by name is in the order
  /// of time. The last digits are random, because two things may happen at the same moment.
  public static String name(String object, Instant now, RandomGenerator random) {
    var nanos = Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L) + now.getNano();
    return object + "." + Long.toHexString(nanos & ~0xFFFL | random.nextLong() & 0xFFFL);
  }

  /// The component that reports an event.
  ///
  /// @param component the component, as in `kubelet`
  /// @param host its node; empty for none
  public record Source(String component, String host) {}

  /// The object an event is about.
  ///
  /// @param kind its kind
  /// @param namespace its namespace
  /// @param name its name
  /// @param uid its identity
  /// @param apiVersion its group and version
  /// @param resourceVersion the version that was seen
  /// @param fieldPath the part of it, as in `spec.containers{web}`
  public record Reference(
      String kind,
      String namespace,
      String name,
      String uid,
      String apiVersion,
      String resourceVersion,
      String fieldPath) {}
}
