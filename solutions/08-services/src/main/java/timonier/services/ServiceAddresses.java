package timonier.services;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.random.RandomGenerator;
import timonier.apiserver.Admission;
import timonier.kit.loop.EventLoop;
import timonier.pods.ApiException;
import timonier.pods.ResourceType;
import timonier.pods.Status;
import timonier.store.Store;
import timonier.store.Store.CompareFailed;
import timonier.store.StoreKey;

/// Gives services their addresses and node ports.
///
/// Each is claimed as a key of the store before the service is written: two servers, or two
/// requests at once, cannot give the same one away, and nothing is remembered outside the store.
public final class ServiceAddresses implements Admission {

  private static final String ADDRESSES = "allocations.addresses";
  private static final String PORTS = "allocations.nodeports";
  private static final int FIRST_PORT = 30_000;
  private static final int LAST_PORT = 32_767;
  private static final int ATTEMPTS = 1000;

  private final RandomGenerator random;
  private final String prefix;

  /// The addresses of a range.
  ///
  /// @param range a range of 65,536 addresses, as in `10.96.0.0/16`; the first is for the API
  ///   server
  public ServiceAddresses(EventLoop loop, String range) {
    this.random = loop.random();
    var parts = range.split("\\.", -1);
    this.prefix = parts[0] + "." + parts[1] + ".";
  }

  @Override
  public void admit(Write write) {
    if (!write.type().equals(Service.TYPE)) {
      return;
    }
    var spec = (ObjectNode) write.object().path("spec");
    keepOld(write, spec);
    var type = spec.path("type").asText("ClusterIP");
    if (!type.equals("ExternalName") && !spec.path("clusterIP").asText().equals("None")) {
      claimAddress(write, spec);
    }
    if (type.equals("NodePort") || type.equals("LoadBalancer")) {
      claimPorts(write, spec);
    } else {
      spec.path("ports").forEach(port -> ((ObjectNode) port).remove("nodePort"));
    }
    if (!type.equals("ExternalName")) {
      spec.put("ipFamilyPolicy", "SingleStack").putArray("ipFamilies").add("IPv4");
    }
  }

  /// What a service has it keeps, where the new form does not say.
  private static void keepOld(Write write, ObjectNode spec) {
    var old = write.old().map(o -> o.path("spec"));
    if (old.isEmpty()) {
      return;
    }
    if (spec.path("clusterIP").asText("").isEmpty() && old.get().hasNonNull("clusterIP")) {
      spec.set("clusterIP", old.get().get("clusterIP"));
    }
    for (var port : spec.path("ports")) {
      for (var before : old.get().path("ports")) {
        var same = before.path("port").equals(port.path("port"));
        if (same && !port.hasNonNull("nodePort") && before.hasNonNull("nodePort")) {
          ((ObjectNode) port).set("nodePort", before.get("nodePort"));
        }
      }
    }
  }

  private void claimAddress(Write write, ObjectNode spec) {
    var wanted = spec.path("clusterIP").asText("");
    var had = write.old().map(o -> o.path("spec").path("clusterIP").asText("")).orElse("");
    if (wanted.isEmpty()) {
      wanted = claimAny(write, ADDRESSES, this::randomAddress);
    } else if (!wanted.equals(had)) {
      if (!wanted.startsWith(prefix)) {
        throw refuse(write, "spec.clusterIPs", wanted, "the provided IP is not in the valid range");
      }
      claim(write, ADDRESSES, wanted)
          .ifPresent(_ -> fail(write, "spec.clusterIPs", spec.path("clusterIP").asText()));
    }
    spec.put("clusterIP", wanted).putArray("clusterIPs").add(wanted);
  }

  private String randomAddress() {
    return prefix + random.nextInt(256) + "." + (2 + random.nextInt(253));
  }

  private void claimPorts(Write write, ObjectNode spec) {
    for (var port : spec.path("ports")) {
      var number = port.path("nodePort").asInt(0);
      if (number == 0) {
        var free = claimAny(write, PORTS, this::randomPort);
        ((ObjectNode) port).put("nodePort", Integer.parseInt(free));
      } else if (!had(write, number)) {
        if (number < FIRST_PORT || number > LAST_PORT) {
          throw refuse(
              write,
              "spec.ports[0].nodePort",
              number,
              "provided port is not in the valid range. The range of valid ports is 30000-32767");
        }
        claim(write, PORTS, Integer.toString(number))
            .ifPresent(_ -> fail(write, "spec.ports[0].nodePort", number));
      }
    }
  }

  private static boolean had(Write write, int number) {
    for (var port :
        write
            .old()
            .map(o -> o.path("spec").path("ports"))
            .orElseGet(() -> write.object().path("none"))) {
      if (port.path("nodePort").asInt() == number) {
        return true;
      }
    }
    return false;
  }

  private String randomPort() {
    return Integer.toString(FIRST_PORT + random.nextInt(LAST_PORT - FIRST_PORT + 1));
  }

  private String claimAny(
      Write write, String kind, java.util.function.Supplier<String> candidates) {
    for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
      var candidate = candidates.get();
      if (claim(write, kind, candidate).isEmpty()) {
        return candidate;
      }
    }
    throw ApiException.internal("failed to allocate: range is full");
  }

  /// Claims a value; who has it already, if somebody else has.
  private static Optional<String> claim(Write write, String kind, String value) {
    var key = new StoreKey(kind, "", value);
    var owner = write.key().toString();
    var holder = write.store().get(key).map(e -> new String(e.value(), StandardCharsets.UTF_8));
    if (holder.isPresent() || write.dryRun()) {
      return holder.filter(found -> !found.equals(owner));
    }
    try {
      write.store().put(key, owner.getBytes(StandardCharsets.UTF_8), 0);
      return Optional.empty();
    } catch (CompareFailed _) {
      return Optional.of("another service");
    }
  }

  private static void fail(Write write, String field, Object value) {
    throw refuse(write, field, value, "provided value is already allocated");
  }

  private static ApiException refuse(Write write, String field, Object value, String why) {
    return new ApiException(
        Status.failure(
            422,
            "Invalid",
            "Service \"%s\" is invalid: %s: Invalid value: \"%s\": %s"
                .formatted(write.key().name(), field, value, why),
            write.type(),
            write.key().name()));
  }

  @Override
  public void removed(ResourceType<?> type, ObjectNode object, Store store) {
    if (!type.equals(Service.TYPE)) {
      return;
    }
    var metadata = object.path("metadata");
    var owner = metadata.path("namespace").asText() + "/" + metadata.path("name").asText();
    release(store, ADDRESSES, object.path("spec").path("clusterIP").asText(""), owner);
    for (var port : object.path("spec").path("ports")) {
      release(store, PORTS, port.path("nodePort").asText(""), owner);
    }
  }

  private static void release(Store store, String kind, String value, String owner) {
    var entry = store.get(new StoreKey(kind, "", value));
    var mine = entry.filter(e -> new String(e.value(), StandardCharsets.UTF_8).equals(owner));
    if (mine.isPresent()) {
      try {
        store.delete(mine.get().key(), mine.get().modRevision());
      } catch (CompareFailed _) {
        // somebody else has it by now
      }
    }
  }
}
