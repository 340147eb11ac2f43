package timonier.services;

import static timonier.apiserver.extensions.Attempt.Operation.CREATE;
import static timonier.apiserver.extensions.Attempt.Operation.UPDATE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Predicate;
import timonier.apiserver.extensions.Admission;
import timonier.apiserver.extensions.Attempt;
import timonier.pods.objects.ResourceType;
import timonier.store.Store;

/// Assigns each service its cluster address and its node ports.
public final class ServiceAddresses implements Admission {

  private final AddressRange range;

  /// Assigns addresses from a range.
  public ServiceAddresses(AddressRange range) {
    this.range = range;
  }

  @Override
  public void mutate(Attempt write) {
    if (write.type().equals(Service.TYPE)
        && write.subresource().isEmpty()
        && List.of(CREATE, UPDATE).contains(write.operation())
        && write.change().path("spec") instanceof ObjectNode spec) {
      write
          .old()
          .ifPresentOrElse(
              old -> ServiceFields.carryOver(old.path("spec"), spec),
              () -> ServiceFields.complete(spec));
      address(write, spec);
      var ports = new NodePorts(write);
      ports.give(spec);
      ports.giveUp(spec);
    }
  }

  private void address(Attempt write, ObjectNode spec) {
    var claims = new ServiceClaims(write, "addresses");
    var before = write.old().map(old -> address(old.path("spec"))).orElse("");
    if (ServiceFields.needsAddress(spec)) {
      families(claims, spec);
      if (before.isEmpty() && !ServiceFields.isHeadless(spec)) {
        give(claims, spec);
      }
    } else if (!before.isEmpty() && address(spec).isEmpty()) {
      claims.giveUp(before);
    }
  }

  private static String address(JsonNode spec) {
    return spec.path("clusterIP").asText("");
  }

  private void give(ServiceClaims claims, ObjectNode spec) {
    var wanted = address(spec);
    if (wanted.isEmpty()) {
      var chosen = claims.choose(range.usable(), this::candidate, ServiceAddresses::uses);
      spec.put("clusterIP", chosen).putArray("clusterIPs").add(chosen);
    } else if (AddressRange.isAddress(wanted)) {
      claim(claims, wanted);
    }
  }

  /// Returns the candidate at an index. The first few addresses come last: they are for services
  /// that ask for them, as the cluster's own do.
  private String candidate(int index) {
    var kept = Math.min(16, range.usable() / 8);
    return range.address((index + kept) % range.usable());
  }

  private void claim(ServiceClaims claims, String wanted) {
    var value = "[\"%s\"]".formatted(wanted);
    var failed = "failed to allocate IP " + wanted + ": ";
    if (!range.contains(wanted)) {
      var why = "the provided IP (%s) is not in the valid range. The range of valid IPs is %s";
      throw claims.invalid("spec.clusterIPs", value, failed + why.formatted(wanted, range.text()));
    }
    if (!claims.take(wanted, uses(wanted))) {
      throw claims.invalid("spec.clusterIPs", value, failed + "provided IP is already allocated");
    }
  }

  /// Completes and checks the address families: the cluster has IPv4 only. Only a headless service
  /// with handwritten endpoints may have others.
  private static void families(ServiceClaims claims, ObjectNode spec) {
    var isListed = ServiceFields.isHeadless(spec) && spec.path("selector").isEmpty();
    if (!spec.has("ipFamilyPolicy")) {
      spec.put("ipFamilyPolicy", isListed ? "RequireDualStack" : "SingleStack");
    }
    var policy = spec.path("ipFamilyPolicy").asText();
    if (!spec.has("ipFamilies")) {
      spec.putArray("ipFamilies").add("IPv4");
      if (isListed && !policy.equals("SingleStack")) {
        spec.withArray("/ipFamilies").add("IPv6");
      }
    }
    if (!isListed && policy.equals("RequireDualStack")) {
      throw claims.invalid(
          "spec.ipFamilyPolicy",
          "\"" + policy + "\"",
          "this cluster is not configured for dual-stack services");
    }
    for (var i = 0; i < spec.path("ipFamilies").size() && !isListed; i++) {
      if (spec.path("ipFamilies").path(i).asText().equals("IPv6")) {
        var field = "spec.ipFamilies[" + i + "]";
        throw claims.invalid(field, "\"IPv6\"", "not configured on this cluster");
      }
    }
  }

  private static Predicate<JsonNode> uses(String address) {
    return service -> address(service.path("spec")).equals(address);
  }

  @Override
  public void removed(ResourceType<?> type, ObjectNode object, Store store) {
    if (!type.equals(Service.TYPE)) {
      return;
    }
    var uid = object.path("metadata").path("uid").asText();
    var spec = object.path("spec");
    if (!address(spec).isEmpty() && !ServiceFields.isHeadless(spec)) {
      new Claims(store, "addresses").release(address(spec), uid);
    }
    var ports = new Claims(store, "nodeports");
    ServiceFields.nodePorts(spec).forEach(port -> ports.release(Integer.toString(port), uid));
  }
}
