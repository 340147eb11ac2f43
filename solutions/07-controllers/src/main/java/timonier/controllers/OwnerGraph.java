package timonier.controllers;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.OwnerReference;
import timonier.pods.objects.ResourceType;

/// The owners and dependents of objects, as far as caches have shown them.
final class OwnerGraph {

  private final Map<String, Item> items = new HashMap<>();
  private final Map<String, TreeSet<String>> dependents = new TreeMap<>();

  /// An object in the graph.
  ///
  /// @param type its type
  /// @param object the object
  record Item(ResourceType<?> type, KubernetesObject object) {
    ObjectKey key() {
      return object.key();
    }

    List<OwnerReference> owners() {
      return object.metadata().ownerReferences();
    }

    String uid() {
      return object.metadata().uid();
    }
  }

  void put(ResourceType<?> type, KubernetesObject object) {
    var item = new Item(type, object);
    remove(item.uid());
    items.put(item.uid(), item);
    item.owners()
        .forEach(
            owner -> dependents.computeIfAbsent(owner.uid(), _ -> new TreeSet<>()).add(item.uid()));
  }

  void remove(String uid) {
    var item = items.remove(uid);
    if (item != null) {
      for (var owner : item.owners()) {
        var siblings = dependents.get(owner.uid());
        if (siblings != null && siblings.remove(uid) && siblings.isEmpty()) {
          dependents.remove(owner.uid());
        }
      }
    }
  }

  Optional<Item> item(String uid) {
    return Optional.ofNullable(items.get(uid));
  }

  /// Returns the identities of an object's owners, of their owners, and so on; includes its own if
  /// it is in a circle.
  Set<String> ancestors(Item item) {
    var found = new TreeSet<String>();
    var next = new ArrayDeque<>(item.owners());
    while (!next.isEmpty()) {
      var uid = next.remove().uid();
      if (found.add(uid)) {
        item(uid).ifPresent(owner -> next.addAll(owner.owners()));
      }
    }
    return found;
  }

  /// Returns the objects that name an owner.
  List<Item> dependents(String uid) {
    return dependents.getOrDefault(uid, new TreeSet<>()).stream()
        .flatMap(dependent -> item(dependent).stream())
        .toList();
  }
}
