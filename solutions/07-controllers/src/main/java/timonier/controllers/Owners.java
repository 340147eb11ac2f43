package timonier.controllers;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import timonier.client.Client;
import timonier.client.OwnWrites;
import timonier.client.Patch;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.OwnerReference;
import timonier.pods.objects.ResourceType;

/// Carries out an [OwnerClaim].
///
/// @param client the client of the server
/// @param type the type of the owner
/// @param writes the writes for owners
/// @param <O> the type of the owner
/// @param <T> the type of the owned objects
public record Owners<O extends KubernetesObject, T extends KubernetesObject>(
    Client client, ResourceType<O> type, OwnWrites<T> writes) {

  /// Adopts objects that nobody controls, and releases those that are no longer selected. The cache
  /// shows the outcome later.
  public void settle(O owner, OwnerClaim<T> claim) {
    claim.released().forEach(object -> release(owner, object));
    if (!claim.adopted().isEmpty() && isThere(owner)) {
      claim.adopted().forEach(object -> adopt(owner, object));
    }
  }

  /// Whether the server still has an owner, and not another one with its name. Caches may lag: they
  /// may still show its dependents, or the owner itself.
  public boolean isThere(O owner) {
    return client
        .find(type, owner.key())
        .map(KubernetesObject::metadata)
        .filter(live -> live.uid().equals(owner.metadata().uid()) && !live.isBeingDeleted())
        .isPresent();
  }

  private void adopt(O owner, T object) {
    var owners = new ArrayList<>(object.metadata().ownerReferences());
    owners.add(OwnerReference.controller(type, owner));
    write(owner, object, owners);
  }

  private void release(O owner, T object) {
    write(
        owner,
        object,
        object.metadata().ownerReferences().stream()
            .filter(reference -> !reference.uid().equals(owner.metadata().uid()))
            .toList());
  }

  private void write(O owner, T object, List<OwnerReference> owners) {
    var body = JsonNodeFactory.instance.objectNode();
    body.putObject("metadata").set("ownerReferences", JsonFormat.tree(owners));
    writes.patch(owner.key(), object, Patch.merge(body).ifUnchanged(object));
  }
}
