package timonier.services;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import timonier.apiserver.Admission;
import timonier.apiserver.schema.Validation;
import timonier.pods.ApiException;
import timonier.pods.ObjectKey;
import timonier.pods.ResourceType;
import timonier.pods.Status;
import timonier.store.Store;

/// Gives each service its cluster address and its node ports.
public final class ServiceAddresses implements Admission {

  private static final int FIRST_NODE_PORT = 30000;
  private static final int NODE_PORTS = 2768;

  /// How often to guess before all are tried in order: with a range half full, a thousand guesses
  /// in a row all fail only once in 10^300 times.
  private static final int GUESSES = 1000;

  private final AddressRange range;

  /// Gives out addresses of a range.
  public ServiceAddresses(AddressRange range) {
    this.range = range;
  }

  @Override
  public void admit(Write write) {
    if (write.type().equals(Service.TYPE)
        && write.subresource().isEmpty()
        && write.object().path("spec") instanceof ObjectNode spec) {
      write.old().ifPresent(old -> keep(old.path("spec"), spec));
      address(write, spec);
      ports(write, spec);
    }
  }

  /// What an update leaves out that the server chose stays as it is.
  private static void keep(JsonNode old, ObjectNode spec) {
    if (needsAddress(spec) && spec.path("clusterIP").asText("").isEmpty()) {
      copy(old, spec, "clusterIP");
      copy(old, spec, "clusterIPs");
    }
    if (!needsNodePorts(spec)) {
      return;
    }
    for (var port : spec.path("ports")) {
      for (var before : old.path("ports")) {
        if (port.path("nodePort").asInt() == 0 && isSame(port, before) && before.has("nodePort")) {
          ((ObjectNode) port).set("nodePort", before.get("nodePort"));
        }
      }
    }
  }

  private static void copy(JsonNode from, ObjectNode to, String field) {
    if (from.has(field)) {
      to.set(field, from.get(field));
    }
  }

  private static boolean isSame(JsonNode port, JsonNode other) {
    return port.path("port").equals(other.path("port"))
        && port.path("protocol").asText("TCP").equals(other.path("protocol").asText("TCP"));
  }

  private static boolean needsAddress(JsonNode spec) {
    return !spec.path("type").asText().equals("ExternalName")
        && !spec.path("clusterIP").asText("").equals("None");
  }

  private static boolean needsNodePorts(JsonNode spec) {
    var type = spec.path("type").asText();
    return type.equals("NodePort") || type.equals("LoadBalancer");
  }

  private void address(Write write, ObjectNode spec) {
    var wanted = spec.path("clusterIP").asText("");
    if (wanted.equals("None")) {
      spec.putArray("clusterIPs").add("None");
      families(spec);
    } else if (needsAddress(spec)) {
      var claims = new Claims(write.store(), "addresses");
      if (wanted.isEmpty()) {
        wanted = choose(write, claims, range.usable(), this::candidate, ServiceAddresses::address);
      } else if (!hadAddress(write, wanted)) {
        claimAddress(write, claims, wanted);
      }
      spec.put("clusterIP", wanted).putArray("clusterIPs").add(wanted);
      families(spec);
    } else {
      spec.remove(List.of("clusterIP", "clusterIPs"));
    }
  }

  /// The first few addresses are kept for services that ask for them, as the cluster's own do.
  private String candidate(int index) {
    var kept = Math.min(16, range.usable() / 8);
    return range.address((index + kept) % range.usable());
  }

  private static void families(ObjectNode spec) {
    if (!spec.has("ipFamilies")) {
      spec.putArray("ipFamilies").add("IPv4");
    }
    if (!spec.has("ipFamilyPolicy")) {
      spec.put("ipFamilyPolicy", "SingleStack");
    }
  }

  private static boolean hadAddress(Write write, String address) {
    return write
        .old()
        .filter(old -> old.path("spec").path("clusterIP").asText("").equals(address))
        .isPresent();
  }

  private void claimAddress(Write write, Claims claims, String wanted) {
    var field = "spec.clusterIPs";
    var value = "[\"%s\"]".formatted(wanted);
    if (!AddressRange.isAddress(wanted)) {
      throw invalid(write, field + "[0]", "\"" + wanted + "\"", "must be a valid IP address");
    }
    if (!range.contains(wanted)) {
      throw invalid(
          write,
          field,
          value,
          ("failed to allocate IP %1$s: the provided IP (%1$s) is not in the valid range."
                  + " The range of valid IPs is %2$s")
              .formatted(wanted, range.text()));
    }
    if (!take(write, claims, wanted, address(wanted))) {
      throw invalid(
          write,
          field,
          value,
          "failed to allocate IP %s: provided IP is already allocated".formatted(wanted));
    }
  }

  private static Predicate<JsonNode> address(String address) {
    return service -> service.at("/spec/clusterIP").asText().equals(address);
  }

  private static Predicate<JsonNode> port(String port) {
    return service -> {
      for (var candidate : service.at("/spec/ports")) {
        if (candidate.path("nodePort").asText().equals(port)) {
          return true;
        }
      }
      return false;
    };
  }

  /// Takes something, or, in a dry run, only looks whether it could be taken.
  private static boolean take(Write write, Claims claims, String what, Predicate<JsonNode> uses) {
    var uid = write.object().at("/metadata/uid").asText();
    return write.dryRun()
        ? !claims.isTaken(what, write.key(), uid, write.loop().now(), uses)
        : claims.claim(what, name(write), uid, write.loop().now(), uses);
  }

  private static ObjectKey name(Write write) {
    return new ObjectKey(write.key().namespace(), write.key().name());
  }

  /// Takes any that is free.
  private static String choose(
      Write write,
      Claims claims,
      int count,
      IntFunction<String> candidates,
      java.util.function.Function<String, Predicate<JsonNode>> uses) {
    var random = write.loop().random();
    for (var guess = 0; guess < GUESSES + count; guess++) {
      var index = guess < GUESSES ? random.nextInt(count) : guess - GUESSES;
      var what = candidates.apply(index);
      if (take(write, claims, what, uses.apply(what))) {
        return what;
      }
    }
    throw ApiException.internal("failed to allocate a serviceIP or nodePort: range is full");
  }

  private void ports(Write write, ObjectNode spec) {
    var claims = new Claims(write.store(), "nodeports");
    var index = 0;
    var had = nodePorts(write.old().map(old -> old.path("spec")));
    for (var port : spec.path("ports")) {
      if (!needsNodePorts(spec)) {
        ((ObjectNode) port).remove("nodePort");
      } else if (port.path("nodePort").asInt() == 0) {
        var chosen =
            choose(
                write,
                claims,
                NODE_PORTS,
                i -> Integer.toString(FIRST_NODE_PORT + i),
                ServiceAddresses::port);
        ((ObjectNode) port).put("nodePort", Integer.parseInt(chosen));
      } else if (!had.contains(port.path("nodePort").asInt())) {
        claimPort(write, claims, port.path("nodePort").asInt(), index);
      }
      index++;
    }
  }

  private static List<Integer> nodePorts(Optional<JsonNode> spec) {
    var ports = new ArrayList<Integer>();
    spec.ifPresent(
        found -> found.path("ports").forEach(port -> ports.add(port.path("nodePort").asInt())));
    return ports;
  }

  private static void claimPort(Write write, Claims claims, int wanted, int index) {
    var field = "spec.ports[%d].nodePort".formatted(index);
    var text = Integer.toString(wanted);
    if (wanted < FIRST_NODE_PORT || wanted >= FIRST_NODE_PORT + NODE_PORTS) {
      throw invalid(
          write,
          field,
          text,
          "provided port is not in the valid range. The range of valid ports is 30000-32767");
    }
    if (!take(write, claims, text, port(text))) {
      throw invalid(write, field, text, "provided port is already allocated");
    }
  }

  private static ApiException invalid(Write write, String field, String value, String why) {
    var cause =
        new Status.Cause("FieldValueInvalid", "Invalid value: " + value + ": " + why, field);
    return Validation.invalid(write.type(), write.key().name(), List.of(cause));
  }

  @Override
  public void removed(ResourceType<?> type, ObjectNode object, Store store) {
    if (!type.equals(Service.TYPE)) {
      return;
    }
    var uid = object.at("/metadata/uid").asText();
    var address = object.at("/spec/clusterIP").asText("None");
    if (!address.equals("None") && !address.isEmpty()) {
      new Claims(store, "addresses").release(address, uid);
    }
    for (int port : nodePorts(Optional.of(object.path("spec")))) {
      if (port != 0) {
        new Claims(store, "nodeports").release(Integer.toString(port), uid);
      }
    }
  }
}
