package timonier.apiserver.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import timonier.apiserver.extensions.Admission;
import timonier.apiserver.extensions.Attempt;
import timonier.apiserver.extensions.KindRules;
import timonier.apiserver.extensions.Slice;
import timonier.apiserver.extensions.Subresource;
import timonier.apiserver.requests.User;
import timonier.kit.certificates.CertificateAuthority;
import timonier.kit.certificates.Pem;
import timonier.pods.objects.ResourceType;
import timonier.pods.objects.Status;

/// Writes into every request for a certificate who made it, and keeps it unchanged afterwards: the
/// signer relies on it. Refuses what is not a request.
final class CertificateRequests implements Admission, KindRules {

  @Override
  public void mutate(Attempt attempt) {
    if (!attempt.type().equals(ApiServerPart.CERTIFICATE_SIGNING_REQUESTS)) {
      return;
    }
    switch (attempt.operation()) {
      case CREATE -> {
        if (attempt.change().path("spec") instanceof ObjectNode spec) {
          note(attempt.user(), spec);
        }
      }
      case UPDATE ->
          attempt.change().set("spec", attempt.old().orElseThrow().path("spec").deepCopy());
      case DELETE, CONNECT -> {}
    }
  }

  private static void note(User user, ObjectNode spec) {
    spec.put("username", user.name());
    user.groups().forEach(spec.putArray("groups")::add);
    spec.remove(List.of("uid", "extra"));
    if (!user.uid().isEmpty()) {
      spec.put("uid", user.uid());
    }
    user.extra()
        .forEach((key, values) -> {
          var list = spec.withObject("/extra").putArray(key);
          values.forEach(list::add);
        });
  }

  @Override
  public ResourceType<?> type() {
    return ApiServerPart.CERTIFICATE_SIGNING_REQUESTS;
  }

  /// Decides what was asked for: a decision is a condition of the status.
  @Override
  public List<Subresource> subresources() {
    return List.of(Subresource.of("approval").reading(Slice.STATUS));
  }

  /// What is asked for must be a request at all, signed by the key that it is for.
  @Override
  public List<Status.Cause> errors(ObjectNode object, Optional<ObjectNode> old) {
    try {
      var pem = Base64.getMimeDecoder().decode(object.at("/spec/request").asText());
      CertificateAuthority.requested(Pem.bytes(new String(pem, StandardCharsets.US_ASCII)));
      return List.of();
    } catch (IllegalArgumentException e) {
      var why = "Invalid value: %s: %s".formatted(object.at("/spec/request"), e.getMessage());
      return List.of(new Status.Cause("FieldValueInvalid", why, "spec.request"));
    }
  }
}
