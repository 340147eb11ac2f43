package timonier.services;

import java.util.List;
import java.util.function.Consumer;
import timonier.apiserver.storage.GeneratedName;
import timonier.client.ComponentContext;
import timonier.client.DeleteOptions;
import timonier.client.ObjectCache;
import timonier.client.OwnWrites;
import timonier.client.Patch;
import timonier.kit.loop.EventLoop;
import timonier.pods.objects.Json;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.ObjectMeta;

/// The endpoint slices that one controller manages: finds those of a service, and carries out a
/// plan's actions.
final class KeptSlices {

  private final EventLoop loop;
  private final String keeper;
  private final ObjectCache<EndpointSlice> slices;
  private final OwnWrites<EndpointSlice> writes;

  /// Makes the slices of a controller.
  ///
  /// @param keeper the controller's name, as in the label [EndpointSlice#MANAGED_BY]
  /// @param shown called with a service when the cache shows everything written for it
  KeptSlices(ComponentContext context, String keeper, Consumer<ObjectKey> shown) {
    this.loop = context.loop();
    this.keeper = keeper;
    this.slices = context.cache(EndpointSlice.TYPE);
    this.writes = new OwnWrites<>(context, EndpointSlice.TYPE, shown);
  }

  /// Calls back with the service of each slice that changes, and with its former service.
  void follow(Consumer<ObjectKey> wake) {
    slices.listen((before, after) -> {
      before.filter(this::isKept).map(EndpointSlice::serviceKey).ifPresent(wake);
      after.filter(this::isKept).map(EndpointSlice::serviceKey).ifPresent(wake);
    });
  }

  private boolean isKept(EndpointSlice slice) {
    return slice.isManagedBy(keeper);
  }

  /// Whether the cache shows everything that was written for a service.
  boolean areShown(ObjectKey service) {
    return writes.areShown(service);
  }

  /// Forgets a service that is gone.
  void forget(ObjectKey service) {
    writes.forget(service);
  }

  /// Returns a service's slices, without those that are being deleted.
  List<EndpointSlice> of(ObjectKey service) {
    return slices.list(service.namespace()).stream()
        .filter(this::isKept)
        .filter(slice -> slice.serviceKey().equals(service))
        .filter(slice -> !slice.metadata().isBeingDeleted())
        .toList();
  }

  /// Carries out an action for a service.
  void act(ObjectKey service, SliceAction action) {
    switch (action) {
      case SliceAction.Create(var slice) -> create(service, slice);
      case SliceAction.Update(var before, var after) ->
          writes.patch(service, before, Patch.between(before, after).ifUnchanged(before));
      case SliceAction.Delete(var slice) ->
          writes.delete(service, slice, DeleteOptions.of(slice.metadata().uid()));
    }
  }

  private void create(ObjectKey service, EndpointSlice unnamed) {
    var name = GeneratedName.of(service.name() + "-", loop.random());
    var metadata =
        ObjectMeta.of(service.namespace(), name)
            .withLabels(unnamed.metadata().labels())
            .withAnnotations(unnamed.metadata().annotations())
            .withOwners(unnamed.metadata().ownerReferences());
    var slice =
        new EndpointSlice(metadata, unnamed.addressType(), unnamed.endpoints(), unnamed.ports());
    writes.create(service, slice.key(), Json.of(JsonFormat.tree(EndpointSlice.TYPE, slice)));
  }
}
