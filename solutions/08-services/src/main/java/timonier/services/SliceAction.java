package timonier.services;

import java.util.List;
import java.util.Optional;
import timonier.pods.objects.ObjectMeta;
import timonier.services.EndpointSlice.Endpoint;

/// A change of an endpoint slice.
sealed interface SliceAction {

  /// Create a slice, which has no name yet.
  record Create(EndpointSlice slice) implements SliceAction {}

  /// Change the endpoints, labels, annotations or owners of a slice.
  record Update(EndpointSlice before, EndpointSlice after) implements SliceAction {}

  /// Delete a slice.
  record Delete(EndpointSlice slice) implements SliceAction {}

  /// Returns the action that gives a slice these endpoints, labels, annotations and owners; empty
  /// if it has them.
  static Optional<SliceAction> update(
      EndpointSlice before, ObjectMeta wanted, List<Endpoint> endpoints) {
    var metadata =
        before
            .metadata()
            .withLabels(wanted.labels())
            .withAnnotations(wanted.annotations())
            .withOwners(wanted.ownerReferences());
    var after = new EndpointSlice(metadata, before.addressType(), endpoints, before.ports());
    return after.equals(before) ? Optional.empty() : Optional.of(new Update(before, after));
  }
}
